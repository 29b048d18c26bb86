#include "arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void pieces_are_aligned_zeroed_and_apart(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 20);
	char *before = NULL;

	(void)state;
	for (size_t size = 1; size < 300; size++) {
		char *piece = inq_arena_alloc(arena, size);

		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(piece[i], 0);
		memset(piece, 0x5a, size);
		assert_ptr_not_equal(piece, before);
		before = piece;
	}
	inq_arena_free(arena);
}

static void a_piece_larger_than_a_block_fits(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 22);

	(void)state;
	assert_non_null(inq_arena_alloc(arena, 1 << 20));
	assert_non_null(inq_arena_alloc(arena, 16));
	inq_arena_free(arena);
}

static void the_limit_holds_and_is_remembered_until_reset(void **state)
{
	struct inq_arena *arena = inq_arena_new(1000);

	(void)state;
	assert_non_null(inq_arena_alloc(arena, 600));
	assert_null(inq_arena_alloc(arena, 600));
	assert_null(inq_arena_alloc(arena, SIZE_MAX));
	assert_int_equal(inq_arena_failed(arena), 1);
	assert_string_equal(inq_arena_copy(arena, "far too long for what is left", 900).s, "");
	inq_arena_reset(arena, 0);
	assert_int_equal(inq_arena_failed(arena), 0);
	assert_non_null(inq_arena_alloc(arena, 600));
	inq_arena_free(arena);
}

static void text_is_copied_and_formatted(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 16);
	struct inq_str copy = inq_arena_copy(arena, "Petra Vogt", 5);

	(void)state;
	assert_string_equal(copy.s, "Petra");
	assert_int_equal(copy.n, 5);
	assert_string_equal(inq_arena_printf(arena, "%s:%d", copy.s, 7), "Petra:7");
	assert_true(inq_str_is(copy, "Petra"));
	assert_false(inq_str_eq(copy, INQ_STR("Petr")));
	inq_arena_free(arena);
	inq_arena_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_are_aligned_zeroed_and_apart),
		cmocka_unit_test(a_piece_larger_than_a_block_fits),
		cmocka_unit_test(the_limit_holds_and_is_remembered_until_reset),
		cmocka_unit_test(text_is_copied_and_formatted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
