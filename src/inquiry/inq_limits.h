/* Every limit of the library, each with its reason. Reaching one is an error or a visible cut, never silence. */
#ifndef INQ_LIMITS_H
#define INQ_LIMITS_H

/* One event as JSON. A long mail with a quoted thread is some 100 KiB; attachments travel by name only. */
#define INQ_EVENT_BYTES_MAX (1024u * 1024u)
/* JSON nesting of an event. The contract needs 4; unknown fields may be deeper, but not without end. */
#define INQ_JSON_DEPTH_MAX 32u
/* The part of one text field that is scored. What follows is kept out of the score and said so in the lead
 * (`signal text.cut`): no buyer writes more before saying what he wants. */
#define INQ_TEXT_BYTES_MAX (64u * 1024u)
/* The part of one text field that the trained model reads: what a buyer wants stands before, and what is longer is a
 * contract, a newsletter or a mail with its history. */
#define INQ_MODEL_TEXT_BYTES_MAX (16u * 1024u)
/* And of all fields together: dozens of names of attachments are no text. */
#define INQ_MODEL_ALL_BYTES_MAX (4u * INQ_MODEL_TEXT_BYTES_MAX)
/* Length of short fields (names, ids, addresses) in bytes: twice the longest mail address of RFC 5321. */
#define INQ_NAME_BYTES_MAX 640u
#define INQ_ATTACHMENTS_MAX 64u
/* Facts of one kind kept from one text; tables in RFQs rarely have more lines. */
#define INQ_QUANTITIES_MAX 32u
/* An arena that grows past this belongs to a hostile event: it is rejected, and its memory given back. */
#define INQ_ARENA_BYTES_MAX (64u * 1024u * 1024u)
/* What a worker keeps between events, so that a burst of large ones does not hold memory for ever. */
#define INQ_ARENA_BYTES_KEPT (1024u * 1024u)

#endif
