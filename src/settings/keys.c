#include "keys.h"

bool keys_make(struct inq_arena *arena, const char *prefix, struct keys *keys)
{
	const struct {
		const char **key, *name;
	} parts[] = {
		{&keys->events, "events"},     {&keys->inbox, "inbox"},	    {&keys->leads, "leads"},
		{&keys->ranking, "ranking"},   {&keys->due, "due"},	    {&keys->dead, "dead"},
		{&keys->outcomes, "outcomes"}, {&keys->overdue, "overdue"}, {&keys->lead, "lead:"},
		{&keys->state, "state:"},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		*parts[i].key = inq_arena_printf(arena, "%s:%s", prefix, parts[i].name);
	return !inq_arena_failed(arena);
}
