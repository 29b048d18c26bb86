#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct block {
	struct block *next;
	size_t size, used;
	max_align_t data[];
};

struct inq_arena {
	struct block *first, *current;
	size_t given, limit;
	int failed;
};

static struct block *block_new(size_t size)
{
	struct block *block = malloc(sizeof(*block) + size);

	if (block)
		*block = (struct block){.size = size};
	return block;
}

struct inq_arena *inq_arena_new(size_t limit)
{
	struct inq_arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		return NULL;
	arena->limit = limit;
	arena->first = arena->current = block_new(BLOCK_BYTES);
	if (!arena->first) {
		free(arena);
		return NULL;
	}
	return arena;
}

static void free_blocks(struct block *block)
{
	while (block) {
		struct block *next = block->next;

		free(block);
		block = next;
	}
}

void inq_arena_free(struct inq_arena *arena)
{
	if (!arena)
		return;
	free_blocks(arena->first);
	free(arena);
}

void inq_arena_reset(struct inq_arena *arena, size_t keep)
{
	size_t kept = 0;
	struct block **link = &arena->first->next;

	arena->first->used = 0;
	kept = arena->first->size;
	while (*link && kept + (*link)->size <= keep) {
		kept += (*link)->size;
		(*link)->used = 0;
		link = &(*link)->next;
	}
	free_blocks(*link);
	*link = NULL;
	arena->current = arena->first;
	arena->given = 0;
	arena->failed = 0;
}

/* The current block, or a later one, with room for `size` bytes; a new block where none has. */
static struct block *block_with_room(struct inq_arena *arena, size_t size)
{
	struct block *block = arena->current;

	while (block->size - block->used < size && block->next)
		block = block->next;
	if (block->size - block->used < size) {
		struct block *made = block_new(size > BLOCK_BYTES ? size : BLOCK_BYTES);

		if (!made)
			return NULL;
		block->next = made;
		block = made;
	}
	arena->current = block;
	return block;
}

void *inq_arena_alloc_raw(struct inq_arena *arena, size_t size)
{
	struct block *block;
	void *piece;

	if (size > arena->limit || arena->given > arena->limit - size) {
		arena->failed = 1;
		return NULL;
	}
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	block = block_with_room(arena, size);
	if (!block) {
		arena->failed = 1;
		return NULL;
	}
	piece = (char *)block->data + block->used;
	block->used += size;
	arena->given += size;
	return piece;
}

void *inq_arena_alloc(struct inq_arena *arena, size_t size)
{
	void *piece = inq_arena_alloc_raw(arena, size);

	if (piece)
		memset(piece, 0, size);
	return piece;
}

struct inq_str inq_arena_copy(struct inq_arena *arena, const char *s, size_t n)
{
	char *copy = inq_arena_alloc_raw(arena, n + 1);

	if (!copy)
		return INQ_STR("");
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return (struct inq_str){copy, n};
}

const char *inq_arena_printf(struct inq_arena *arena, const char *format, ...)
{
	va_list args;
	int length;
	char *text;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		return "";
	text = inq_arena_alloc_raw(arena, (size_t)length + 1);
	if (!text)
		return "";
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

int inq_arena_failed(const struct inq_arena *arena)
{
	return arena->failed;
}

int inq_str_eq(struct inq_str a, struct inq_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

int inq_str_is(struct inq_str a, const char *literal)
{
	return inq_str_eq(a, (struct inq_str){literal, strlen(literal)});
}
