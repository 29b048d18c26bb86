#include "rules_cache.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* A database of ten thousand patterns has some 50 MiB; a larger file is none of ours. */
#define FILE_BYTES_MAX ((long)512 * 1024 * 1024)

static char *path_of(const char *dir, const struct inq_cache_key *key)
{
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t hash;
	char *path = NULL;

	if (!state)
		return NULL;
	XXH3_128bits_reset(state);
	XXH3_128bits_update(state, hs_version(), strlen(hs_version()));
	for (size_t i = 0; i < key->count; i++) {
		XXH3_128bits_update(state, key->regex[i], strlen(key->regex[i]) + 1);
		XXH3_128bits_update(state, &key->flags[i], sizeof(key->flags[i]));
		XXH3_128bits_update(state, &key->id[i], sizeof(key->id[i]));
	}
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	if (asprintf(&path, "%s/patterns-%016llx%016llx.hs", dir, (unsigned long long)hash.high64,
		     (unsigned long long)hash.low64) < 0)
		return NULL;
	return path;
}

static char *read_whole(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *bytes = NULL;
	long length;

	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) > 0 && length <= FILE_BYTES_MAX &&
	    fseek(file, 0, SEEK_SET) == 0)
		bytes = malloc((size_t)length);
	if (bytes && fread(bytes, 1, (size_t)length, file) != (size_t)length) {
		free(bytes);
		bytes = NULL;
	}
	if (bytes)
		*size = (size_t)length;
	fclose(file);
	return bytes;
}

hs_database_t *inq_cache_read(const char *dir, const struct inq_cache_key *key)
{
	char *path = dir ? path_of(dir, key) : NULL;
	size_t size = 0;
	char *bytes = path ? read_whole(path, &size) : NULL;
	hs_database_t *database = NULL;

	if (bytes && hs_deserialize_database(bytes, size, &database) != HS_SUCCESS)
		database = NULL;
	free(bytes);
	free(path);
	return database;
}

/* Written beside and renamed, so that nobody ever reads half a file. */
static void write_whole(const char *path, const char *bytes, size_t size)
{
	char *beside = NULL;
	int fd;
	bool ok;

	if (asprintf(&beside, "%s.XXXXXX", path) < 0)
		return;
	fd = mkstemp(beside);
	if (fd >= 0) {
		ok = fchmod(fd, 0644) == 0;
		for (size_t done = 0; ok && done < size;) {
			ssize_t n = write(fd, bytes + done, size - done);

			ok = n > 0;
			done += ok ? (size_t)n : 0;
		}
		ok = close(fd) == 0 && ok;
		if (!ok || rename(beside, path) != 0)
			unlink(beside);
	}
	free(beside);
}

/* With all that is above it. Where it exists already, or cannot be made, the next step tells. */
static void make_folder(const char *dir)
{
	char *path = strdup(dir);

	for (char *slash = path ? strchr(path + 1, '/') : NULL; slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	mkdir(dir, 0755);
	free(path);
}

void inq_cache_write(const char *dir, const struct inq_cache_key *key, const hs_database_t *database)
{
	char *path = dir ? path_of(dir, key) : NULL;
	char *bytes = NULL;
	size_t size = 0;

	if (!path)
		return;
	make_folder(dir);
	if (hs_serialize_database(database, &bytes, &size) == HS_SUCCESS)
		write_whole(path, bytes, size);
	free(bytes);
	free(path);
}
