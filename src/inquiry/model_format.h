/* The model file, as it lies on disk and in memory. Little-endian, used as it is.
 *
 *   header
 *   dimensions       struct inq_model_dimension [dimension_count]
 *   outputs          struct inq_model_output    [output_count]
 *   names            uint32_t                   [named_count]: places in the text
 *   named weights    int32_t                    [named_count][output_count]
 *   slots            struct inq_model_slot      [slot_count]: open addressing, linear probing
 *   rows             struct inq_model_row and int8_t [stride] each: n-grams of words first, then of characters
 *   text             NUL-terminated strings
 *
 * Every section begins at a multiple of 8. To change the format: raise INQ_MODEL_VERSION; an older file is refused and
 * trained anew, since it costs a minute. */
#ifndef INQ_MODEL_FORMAT_H
#define INQ_MODEL_FORMAT_H

#include <stdint.h>

#define INQ_MODEL_MAGIC "inqmodel"
#define INQ_MODEL_VERSION 1u
#define INQ_MODEL_BYTE_ORDER 0x01020304u

struct inq_model_header {
	char magic[8];
	uint32_t version, byte_order;
	uint64_t size;         /* of the whole file, bytes */
	uint64_t checksum[2];  /* XXH3-128 of the whole file with these 16 bytes zero: low half, high half */
	uint32_t dimension_count, output_count, named_count, slot_count;
	uint32_t row_count, word_row_count; /* the first word_row_count rows are n-grams of words */
	uint32_t stride;       /* bytes of weights of a row: output_count rounded up to a multiple of 8 */
	uint32_t text_size;
	uint32_t origin;       /* place in the text: what it was trained on, for people */
	uint32_t reserved;
	double thin[2];        /* added to the squares of a text's n-grams of words and of characters: see model.h */
};

struct inq_model_dimension {
	uint32_t name;         /* place in the text */
	uint32_t first_output, output_count; /* its labels; `unknown` may be the last */
	int32_t abstain;       /* thousandths: the cost of `unknown` that serves best; 0: as the taxonomy says */
};

struct inq_model_output {
	uint32_t label;        /* place in the text */
	int32_t bias;          /* millionths of a nat */
};

/* Named features count with these weights, in millionths of a nat: "rule:ask.quotation" and "signal:fact.port" when they
 * are there; "points:size=large" for each nat that the packs give to that label. */

struct inq_model_slot {
	uint32_t tag;          /* upper half of the n-gram's hash; its lower half says where to look first */
	uint32_t row;          /* INQ_MODEL_EMPTY: nothing here */
};
#define INQ_MODEL_EMPTY UINT32_MAX

struct inq_model_row {
	float idf;             /* ln((1 + texts) / (1 + texts with it)) + 1 */
	float step;            /* nats of one unit of weight, at a value of 1 */
};

#endif
