/* The Redis layer: its parsers alone, then the connections against a private redis-server and against a peer that hangs
 * up at every byte. */
#include "rio_backoff.h"
#include "rio_conn.h"
#include "rio_sync.h"

#include <event2/event.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 20000

/* ---- addresses ---- */

static void test_good_addresses(void **state)
{
	static const struct {
		const char *text, *host, *path, *user, *password;
		unsigned port, db;
	} cases[] = {
		{"redis://localhost", "localhost", NULL, NULL, NULL, 6379, 0},
		{"redis://localhost/", "localhost", NULL, NULL, NULL, 6379, 0},
		{"redis://10.0.0.1:7000/3", "10.0.0.1", NULL, NULL, NULL, 7000, 3},
		{"redis://bot@h:1/2", "h", NULL, "bot", NULL, 1, 2},
		{"redis://bot:a%40b%3A@h", "h", NULL, "bot", "a@b:", 6379, 0},
		{"redis://:s3cret@h", "h", NULL, NULL, "s3cret", 6379, 0},
		{"redis://u:p@ss@h", "h", NULL, "u", "p@ss", 6379, 0},
		{"redis://u:100%@h", "h", NULL, "u", "100%", 6379, 0},
		{"redis://[::1]:6380/1", "::1", NULL, NULL, NULL, 6380, 1},
		{"redis://[::1]", "::1", NULL, NULL, NULL, 6379, 0},
		{"unix:///run/redis.sock", NULL, "/run/redis.sock", NULL, NULL, 6379, 0},
		{"unix:///run/a%20b.sock?db=9", NULL, "/run/a b.sock", NULL, NULL, 6379, 9},
		{"unix://u:p@/run/redis.sock", NULL, "/run/redis.sock", "u", "p", 6379, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *const expected[] = {cases[i].host, cases[i].path, cases[i].user, cases[i].password};
		struct rio_error error = {""};
		struct rio_url url, copy;

		if (!rio_url_parse(cases[i].text, &url, &error))
			fail_msg("%s: %s", cases[i].text, error.text);
		assert_true(rio_url_copy(&url, &copy));
		for (size_t k = 0; k < 4; k++) {
			const char *found = ((const char *[]){copy.host, copy.path, copy.user, copy.password})[k];

			if (!expected[k] != !found || (found && strcmp(found, expected[k]) != 0))
				fail_msg("%s: part %zu is %s", cases[i].text, k, found ? found : "absent");
		}
		assert_int_equal(copy.port, cases[i].port);
		assert_int_equal(copy.db, cases[i].db);
		rio_url_free(&url);
		rio_url_free(&copy);
	}
}

static void test_bad_addresses(void **state)
{
	static const char *const cases[] = {
		"",
		"localhost",
		"http://h",
		"redis://",
		"redis://:6379",
		"redis://h:0",
		"redis://h:65536",
		"redis://h:12x",
		"redis://h/x",
		"redis://h/-1",
		"redis://h?db=1",
		"redis://[::1",
		"redis://[::1]x",
		"unix://relative.sock",
		"unix:///s?dbx=1",
		"unix:///s?db=",
		"unix:///s?db=99999999999",
	};
	struct rio_error error;
	struct rio_url url;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		error.text[0] = '\0';
		if (rio_url_parse(cases[i], &url, &error))
			fail_msg("%s was accepted", cases[i]);
		assert_true(error.text[0]);
		rio_url_free(&url);
	}
	assert_false(rio_url_parse("rediss://u:secret@h", &url, &error));
	assert_non_null(strstr(error.text, "TLS"));
	assert_null(strstr(error.text, "secret"));
	rio_url_free(&url);
}

static void test_an_address_for_people_has_no_password(void **state)
{
	struct rio_error error;
	struct rio_url url;
	char *text;

	(void)state;
	assert_true(rio_url_parse("redis://u:secret@[::1]:7/2", &url, &error));
	assert_true(rio_url_login(&url, NULL, "other"));
	assert_string_equal(url.password, "other");
	text = rio_url_text(&url);
	assert_string_equal(text, "redis://[::1]:7/2");
	free(text);
	rio_url_free(&url);
}

/* ---- commands and replies ---- */

static void test_a_command_is_encoded(void **state)
{
	static const char expected[] = "$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\n\0b\r\n$20\r\n-9223372036854775808\r\n";
	struct rio_command command = RIO_COMMAND_INIT, more = RIO_COMMAND_INIT;
	char header[32];

	(void)state;
	rio_command_strings(&command, "SET", "k", NULL);
	rio_command_bytes(&more, "a\r\n\0b", 5);
	rio_command_integer(&more, INT64_MIN);
	rio_command_append(&command, &more);
	header[rio_command_header(&command, header)] = '\0';
	assert_string_equal(header, "*4\r\n");
	assert_int_equal(command.size, sizeof(expected) - 1);
	assert_memory_equal(command.body, expected, sizeof(expected) - 1);
	rio_command_reset(&command);
	assert_int_equal(command.argc, 0);
	rio_command_free(&command);
	rio_command_free(&more);
}

static const char stream_reply[] = "*1\r\n*2\r\n$1\r\ns\r\n*2\r\n*2\r\n$3\r\n1-1\r\n*4\r\n$5\r\nevent\r\n$2\r\n{}\r\n"
				   "$1\r\nn\r\n$2\r\n42\r\n*2\r\n$3\r\n1-2\r\n*-1\r\n";

static void check_stream_reply(const struct rio_reply *reply)
{
	const struct rio_reply *entries = rio_at(rio_at(reply, 0), 1);
	const struct rio_reply *fields = rio_at(rio_at(entries, 0), 1);

	assert_int_equal(rio_count(entries), 2);
	assert_true(rio_is(rio_at(rio_at(entries, 0), 0), "1-1"));
	assert_true(rio_is(rio_field(fields, "event"), "{}"));
	assert_int_equal(rio_integer(rio_field(fields, "n"), -1), 42);
	assert_int_equal(rio_integer(rio_field(fields, "event"), -1), -1);
	assert_true(rio_is_nil(rio_field(fields, "absent")));
	assert_true(rio_is_nil(rio_at(rio_at(entries, 1), 1)));
	/* A path into nowhere is nil, not a crash. */
	assert_true(rio_is_nil(rio_at(rio_at(rio_at(entries, 7), 7), 7)));
	assert_string_equal(rio_text(rio_at(NULL, 0)), "");
}

static void test_replies_come_in_pieces(void **state)
{
	(void)state;
	for (size_t cut = 0; cut < sizeof(stream_reply); cut++) {
		struct rio_reader *reader = rio_reader_new();
		struct rio_reply *reply;
		bool broken;

		assert_true(rio_reader_feed(reader, stream_reply, cut));
		reply = rio_reader_next(reader, &broken);
		assert_false(broken);
		if (!reply) {
			assert_true(rio_reader_feed(reader, stream_reply + cut, sizeof(stream_reply) - 1 - cut));
			reply = rio_reader_next(reader, &broken);
		}
		assert_non_null(reply);
		check_stream_reply(reply);
		rio_reply_free(reply);
		assert_null(rio_reader_next(reader, &broken));
		rio_reader_free(reader);
	}
}

static void test_what_is_no_reply(void **state)
{
	static const char *const cases[] = {"HTTP/1.1 400 Bad Request\r\n",
					    "*99999999999\r\n",
					    "*2000000\r\n",
					    "$99999999999999999999\r\n",
					    "$-7\r\n",
					    "*1\r\n*1\r\n*-7\r\n",
					    ":12a\r\n",
					    "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rio_reader *reader = rio_reader_new();
		struct rio_reply *reply;
		bool broken;

		rio_reader_feed(reader, cases[i], strlen(cases[i]));
		reply = rio_reader_next(reader, &broken);
		assert_null(reply);
		if (!broken)
			fail_msg("%s was accepted", cases[i]);
		rio_reader_free(reader);
	}
}

static void test_integers(void **state)
{
	static const struct {
		const char *text;
		int64_t value;
	} cases[] = {{"0", 0},	  {"-1", -1},	{"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN},
		     {"", 7},	  {"-", 7},	{"9223372036854775808", 7},	    {"-9223372036854775809", 7},
		     {"1.5", 7}, {" 1", 7}, {"1 ", 7},			    {"+1", 7}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rio_reply reply = {.type = RIO_STRING, .str = cases[i].text, .len = strlen(cases[i].text)};

		assert_true(rio_integer(&reply, 7) == cases[i].value);
	}
}

static void test_errors_have_classes(void **state)
{
	static const struct {
		const char *text;
		enum rio_error_class class;
		bool temporary;
	} cases[] = {
		{"OOM command not allowed when used memory > 'maxmemory'.", RIO_ERR_OOM, true},
		{"LOADING Redis is loading the dataset in memory", RIO_ERR_LOADING, true},
		{"READONLY You can't write against a read only replica.", RIO_ERR_READONLY, true},
		{"BUSY Redis is busy running a script.", RIO_ERR_BUSY, true},
		{"BUSYGROUP Consumer Group name already exists", RIO_ERR_OTHER, false},
		{"MISCONF Errors writing to the AOF file: No space left on device", RIO_ERR_MISCONF, true},
		{"MASTERDOWN Link with MASTER is down", RIO_ERR_MASTERDOWN, true},
		{"CLUSTERDOWN The cluster is down", RIO_ERR_CLUSTERDOWN, true},
		{"NOSCRIPT No matching script. Please use EVAL.", RIO_ERR_NOSCRIPT, false},
		{"NOGROUP No such key", RIO_ERR_NOGROUP, false},
		{"UNBLOCKED the stream key no longer exists", RIO_ERR_NOGROUP, false},
		{"NOAUTH Authentication required.", RIO_ERR_AUTH, false},
		{"WRONGPASS invalid username-password pair", RIO_ERR_AUTH, false},
		{"ERR unknown command", RIO_ERR_OTHER, false},
		{"", RIO_ERR_OTHER, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct rio_reply reply = {.type = RIO_ERROR, .str = cases[i].text, .len = strlen(cases[i].text)};

		assert_int_equal(rio_classify(&reply), cases[i].class);
		assert_int_equal(rio_error_is_temporary(cases[i].class), cases[i].temporary);
		assert_true(*rio_error_class_name(cases[i].class));
	}
	assert_int_equal(rio_classify(NULL), RIO_ERR_NONE);
}

static void test_the_backoff_grows_to_its_bound(void **state)
{
	struct rio_backoff backoff = rio_backoff_new();
	int64_t cap = RIO_BACKOFF_FIRST_MS, longest = 0;

	(void)state;
	for (int i = 0; i < 200; i++) {
		int64_t wait = rio_backoff_next(&backoff);

		assert_true(wait >= 1 && wait <= cap);
		longest = wait > longest ? wait : longest;
		cap = cap * 2 < RIO_BACKOFF_MAX_MS ? cap * 2 : RIO_BACKOFF_MAX_MS;
	}
	assert_true(longest > RIO_BACKOFF_MAX_MS / 2);
	rio_backoff_reset(&backoff);
	assert_true(rio_backoff_next(&backoff) <= RIO_BACKOFF_FIRST_MS);
}

/* ---- a private redis-server ---- */

struct fixture {
	char folder[32], socket[64], address[80];
	pid_t server;
	struct event_base *base;
	struct rio_url url;
};

static struct rio_sync *try_open(const struct fixture *f)
{
	struct rio_error error;

	return rio_sync_open(&f->url, "test", 5000, &error);
}

static void start_server(struct fixture *f, const char *option, const char *value)
{
	struct rio_sync *sync = NULL;

	f->server = fork();
	assert_true(f->server >= 0);
	if (f->server == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 1);
		dup2(null, 2);
		execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", f->socket, "--dir", f->folder,
		       "--save", "", option, value, NULL);
		_exit(127);
	}
	for (int waited = 0; !sync && waited < PATIENCE_MS; waited += 10) {
		sync = try_open(f);
		if (!sync)
			poll(NULL, 0, 10);
	}
	assert_non_null(sync);
	rio_sync_close(sync);
}

static void kill_server(struct fixture *f)
{
	if (f->server > 0) {
		kill(f->server, SIGKILL);
		waitpid(f->server, NULL, 0);
	}
	f->server = 0;
}

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct rio_error error;

	strcpy(f->folder, "/tmp/rio-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->socket, sizeof(f->socket), "%s/redis.sock", f->folder);
	snprintf(f->address, sizeof(f->address), "unix://%s", f->socket);
	assert_true(rio_url_parse(f->address, &f->url, &error));
	f->base = event_base_new();
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	kill_server(f);
	event_base_free(f->base);
	rio_url_free(&f->url);
	unlink(f->socket);
	rmdir(f->folder);
	free(f);
	return 0;
}

/* ---- the blocking connection ---- */

static void test_sync(void **state)
{
	struct fixture *f = *state;
	struct rio_error error = {""};
	struct rio_command command = RIO_COMMAND_INIT;
	struct rio_sync *sync;

	assert_null(rio_sync_open(&f->url, NULL, 1000, &error));
	assert_true(error.text[0]);
	start_server(f, "--appendonly", "no");
	sync = try_open(f);
	assert_non_null(sync);
	assert_true(rio_is(rio_sync_strings(sync, &error, "CLIENT", "GETNAME", NULL), "test"));
	rio_command_strings(&command, "SET", "k", NULL);
	rio_command_bytes(&command, "a\0b", 3);
	assert_true(rio_is(rio_sync_call(sync, &command, &error), "OK"));
	assert_int_equal(rio_sync_strings(sync, &error, "GET", "k", NULL)->len, 3);
	assert_true(rio_is_error(rio_sync_strings(sync, &error, "LPUSH", "k", "x", NULL)));
	for (int i = 0; i < 300; i++) {
		rio_command_reset(&command);
		rio_command_strings(&command, "INCR", "n", NULL);
		assert_true(rio_sync_send(sync, &command, &error));
	}
	for (int i = 0; i < 300; i++)
		assert_int_equal(rio_integer(rio_sync_receive(sync, &error), 0), i + 1);
	rio_sync_timeout(sync, 50);
	assert_null(rio_sync_strings(sync, &error, "BLPOP", "nothing", "0", NULL));
	assert_non_null(strstr(error.text, "50 ms"));
	rio_sync_close(sync);
	rio_command_free(&command);
}

static void test_sync_login(void **state)
{
	struct fixture *f = *state;
	struct rio_error error = {""};
	struct rio_url url;
	struct rio_sync *sync;

	assert_true(rio_url_copy(&f->url, &url));
	start_server(f, "--appendonly", "no");
	sync = try_open(f);
	rio_sync_strings(sync, &error, "ACL", "SETUSER", "bot", "on", ">pass word", "~*", "+@all", NULL);
	rio_sync_close(sync);
	assert_true(rio_url_login(&url, "bot", "wrong"));
	assert_null(rio_sync_open(&url, NULL, 5000, &error));
	assert_non_null(strstr(error.text, "WRONGPASS"));
	assert_true(rio_url_login(&url, "bot", "pass word"));
	url.db = 3;
	sync = rio_sync_open(&url, NULL, 5000, &error);
	assert_non_null(sync);
	assert_true(rio_is(rio_sync_strings(sync, &error, "ACL", "WHOAMI", NULL), "bot"));
	rio_sync_strings(sync, &error, "SET", "k", "v", NULL);
	assert_non_null(strstr(rio_text(rio_sync_strings(sync, &error, "INFO", "keyspace", NULL)), "db3:"));
	rio_sync_close(sync);
	rio_url_free(&url);
}

/* ---- the connection on a loop ---- */

/* What callbacks saw. */
struct seen {
	struct fixture *f;
	struct rio_conn *conn;
	unsigned calls, lost, errors, readies, backoffs, idles;
	int64_t number;
	char text[128], why[256];
	bool close_in_callback;
};

static void on_reply(void *context, const struct rio_reply *reply)
{
	struct seen *seen = context;

	seen->calls++;
	seen->lost += !reply;
	seen->errors += rio_is_error(reply);
	seen->number = rio_integer(reply, -1);
	snprintf(seen->text, sizeof(seen->text), "%s", rio_text(reply));
	if (seen->close_in_callback)
		rio_conn_close(seen->conn);
}

static void on_state(void *context, struct rio_conn *conn, enum rio_state before, enum rio_state now, const char *why)
{
	struct seen *seen = context;

	(void)conn;
	assert_int_not_equal(before, now);
	seen->readies += now == RIO_READY;
	seen->backoffs += now == RIO_BACKOFF;
	seen->idles += now == RIO_IDLE;
	if (now == RIO_BACKOFF)
		snprintf(seen->why, sizeof(seen->why), "%s", why);
}

static const char double_lua[] = "#!lua\nreturn tonumber(ARGV[1]) * 2";
static const struct rio_script test_scripts[] = {{"double", double_lua, sizeof(double_lua) - 1}};

static struct rio_conn *new_conn(struct fixture *f, struct seen *seen, const struct rio_url *url)
{
	struct rio_conn_options options = {
		.url = url,
		.name = "test",
		.connect_timeout_ms = 5000,
		.command_timeout_ms = 5000,
		.scripts = test_scripts,
		.script_count = 1,
		.on_state = on_state,
		.context = seen,
	};

	*seen = (struct seen){.f = f};
	seen->conn = rio_conn_new(f->base, &options);
	assert_non_null(seen->conn);
	return seen->conn;
}

static void on_deadline(evutil_socket_t fd, short events, void *context)
{
	(void)fd;
	(void)events;
	*(bool *)context = true;
}

/* Runs the loop until the counter has reached the goal. */
static void run_until(struct fixture *f, const unsigned *counter, unsigned goal)
{
	static const struct timeval patience = {PATIENCE_MS / 1000, 0};
	bool late = false;
	struct event *deadline = evtimer_new(f->base, on_deadline, &late);

	evtimer_add(deadline, &patience);
	while (*counter < goal && !late)
		event_base_loop(f->base, EVLOOP_ONCE);
	event_free(deadline);
	if (late)
		fail_msg("%u of %u", *counter, goal);
}

static void send_strings(struct seen *seen, int64_t timeout_ms, const char *a, const char *b, const char *c)
{
	struct rio_command command = RIO_COMMAND_INIT;

	rio_command_strings(&command, a, b, c, NULL);
	rio_conn_send(seen->conn, &command, timeout_ms, on_reply, seen);
	rio_command_free(&command);
}

static void test_conn_comes_up_when_redis_does(void **state)
{
	struct fixture *f = *state;
	struct seen seen;
	struct rio_conn *conn = new_conn(f, &seen, &f->url);

	rio_conn_start(conn);
	run_until(f, &seen.backoffs, 2);
	assert_true(seen.why[0]);
	start_server(f, "--appendonly", "no");
	run_until(f, &seen.readies, 1);
	send_strings(&seen, 0, "CLIENT", "GETNAME", NULL);
	assert_int_equal(seen.calls, 0); /* never from inside */
	run_until(f, &seen.calls, 1);
	assert_string_equal(seen.text, "test");
	rio_conn_free(conn);
}

static void test_conn_scripts(void **state)
{
	struct fixture *f = *state;
	struct rio_command command = RIO_COMMAND_INIT;
	struct seen seen;
	struct rio_conn *conn;

	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	assert_string_equal(rio_conn_script(conn, 0), "");
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	rio_command_strings(&command, "EVALSHA", rio_conn_script(conn, 0), "0", "21", NULL);
	rio_conn_send(conn, &command, 0, on_reply, &seen);
	run_until(f, &seen.calls, 1);
	assert_int_equal(seen.number, 42);
	send_strings(&seen, 0, "SCRIPT", "FLUSH", NULL);
	rio_conn_send(conn, &command, 0, on_reply, &seen);
	run_until(f, &seen.calls, 3);
	assert_int_equal(rio_classify_text(seen.text), RIO_ERR_NOSCRIPT);
	rio_conn_load_scripts(conn);
	rio_conn_send(conn, &command, 0, on_reply, &seen);
	run_until(f, &seen.calls, 4);
	assert_int_equal(seen.number, 42);
	rio_command_free(&command);
	rio_conn_free(conn);
}

static void test_conn_server_dies(void **state)
{
	struct fixture *f = *state;
	struct seen seen;
	struct rio_conn *conn;

	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	for (int i = 0; i < 10; i++)
		send_strings(&seen, 0, "BLPOP", "nothing", "0");
	assert_int_equal(rio_conn_outstanding(conn), 10);
	event_base_loop(f->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
	kill_server(f);
	run_until(f, &seen.calls, 10);
	run_until(f, &seen.backoffs, 1);
	assert_int_equal(seen.lost, 10);
	/* And with no connection: lost, but not at once. */
	send_strings(&seen, 0, "PING", NULL, NULL);
	assert_int_equal(seen.calls, 10);
	run_until(f, &seen.lost, 11);
	start_server(f, "--appendonly", "no");
	run_until(f, &seen.readies, 2);
	send_strings(&seen, 0, "PING", NULL, NULL);
	run_until(f, &seen.calls, 12);
	assert_string_equal(seen.text, "PONG");
	assert_int_equal(rio_conn_outstanding(conn), 0);
	rio_conn_free(conn);
	assert_int_equal(seen.calls, 12);
}

static void test_conn_watchdog(void **state)
{
	struct fixture *f = *state;
	struct seen seen;
	struct rio_conn *conn;

	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	/* A blocking command ends in time although it takes longer than others may. */
	send_strings(&seen, 5000, "BLPOP", "nothing", "0.05");
	run_until(f, &seen.calls, 1);
	assert_int_equal(seen.lost, 0);
	send_strings(&seen, 50, "BLPOP", "nothing", "0");
	send_strings(&seen, 5000, "PING", NULL, NULL);
	run_until(f, &seen.lost, 2);
	assert_non_null(strstr(seen.why, "no reply within 50 ms"));
	run_until(f, &seen.readies, 2);
	rio_conn_free(conn);
}

static void test_conn_drains(void **state)
{
	struct fixture *f = *state;
	struct seen seen;
	struct rio_conn *conn;

	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	send_strings(&seen, 0, "PING", NULL, NULL);
	rio_conn_stop(conn);
	assert_int_equal(rio_conn_state(conn), RIO_DRAINING);
	send_strings(&seen, 0, "PING", NULL, NULL); /* too late */
	run_until(f, &seen.idles, 1);
	run_until(f, &seen.calls, 2);
	assert_int_equal(seen.lost, 1);
	assert_int_equal(rio_conn_state(conn), RIO_IDLE);
	rio_conn_stop(conn);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 2);
	rio_conn_stop(conn);
	assert_int_equal(rio_conn_state(conn), RIO_IDLE);
	rio_conn_free(conn);
}

static void test_conn_closed_in_a_callback(void **state)
{
	struct fixture *f = *state;
	struct seen seen;
	struct rio_conn *conn;

	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	seen.close_in_callback = true;
	for (int i = 0; i < 5; i++)
		send_strings(&seen, 0, "PING", NULL, NULL);
	run_until(f, &seen.calls, 5);
	assert_int_equal(seen.lost, 4);
	assert_int_equal(rio_conn_state(conn), RIO_IDLE);
	seen.close_in_callback = false;
	send_strings(&seen, 0, "PING", NULL, NULL);
	rio_conn_free(conn); /* with one outstanding */
	assert_int_equal(seen.calls, 6);
}

static void test_conn_login(void **state)
{
	struct fixture *f = *state;
	struct rio_url url;
	struct seen seen;
	struct rio_conn *conn;

	assert_true(rio_url_copy(&f->url, &url));
	start_server(f, "--appendonly", "no");
	assert_true(rio_url_login(&url, NULL, "wrong"));
	conn = new_conn(f, &seen, &url);
	rio_conn_start(conn);
	run_until(f, &seen.backoffs, 2);
	assert_non_null(strstr(seen.why, "AUTH: "));
	assert_int_equal(seen.readies, 0);
	rio_conn_free(conn);
	rio_url_free(&url);
}

static void test_a_large_reply(void **state)
{
	enum { SIZE = 10 * 1024 * 1024 };
	struct fixture *f = *state;
	struct rio_command command = RIO_COMMAND_INIT;
	char *body = malloc(SIZE);
	struct seen seen;
	struct rio_conn *conn;

	memset(body, 'x', SIZE);
	start_server(f, "--appendonly", "no");
	conn = new_conn(f, &seen, &f->url);
	rio_conn_start(conn);
	run_until(f, &seen.readies, 1);
	rio_command_strings(&command, "SET", "large", NULL);
	rio_command_bytes(&command, body, SIZE);
	rio_conn_send(conn, &command, 0, on_reply, &seen);
	send_strings(&seen, 0, "GET", "large", NULL);
	send_strings(&seen, 0, "STRLEN", "large", NULL);
	run_until(f, &seen.calls, 3);
	assert_int_equal(seen.number, SIZE);
	assert_int_equal(seen.errors + seen.lost, 0);
	rio_conn_free(conn);
	rio_command_free(&command);
	free(body);
}

/* ---- a peer that hangs up ---- */

/* The answers to CLIENT SETNAME, PING, SCRIPT LOAD and then to three commands. */
static const char script_answers[] = "+OK\r\n+PONG\r\n$40\r\n0123456789012345678901234567890123456789\r\n"
				     ":1\r\n$3\r\nabc\r\n*2\r\n:1\r\n$-1\r\n";

/* A listening socket that never blocks. */
static int listen_at(const struct fixture *f)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	unlink(f->socket);
	strcpy(address.sun_path, f->socket);
	assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_int_equal(listen(listener, 5), 0);
	return listener;
}

static void send_three(void *context, struct rio_conn *conn, enum rio_state before, enum rio_state now, const char *why)
{
	struct seen *seen = context;

	on_state(seen, conn, before, now, why);
	for (int i = 0; now == RIO_READY && i < 3; i++)
		send_strings(seen, 0, "ANY", NULL, NULL);
}

/* The peer says the first `bytes` of its answers and hangs up. */
static struct seen drop_after(struct fixture *f, size_t bytes)
{
	struct rio_conn_options options = {
		.url = &f->url,
		.name = "test",
		.connect_timeout_ms = 5000,
		.command_timeout_ms = 5000,
		.scripts = test_scripts,
		.script_count = 1,
		.on_state = send_three,
	};
	struct seen seen = {.f = f};
	int listener = listen_at(f), peer;

	options.context = &seen;
	seen.conn = rio_conn_new(f->base, &options);
	rio_conn_start(seen.conn);
	peer = accept(listener, NULL, NULL);
	assert_true(peer >= 0);
	close(listener);
	assert_int_equal(write(peer, script_answers, bytes), bytes);
	shutdown(peer, SHUT_WR);
	run_until(f, &seen.backoffs, 1);
	rio_conn_free(seen.conn);
	close(peer);
	return seen;
}

static void test_conn_dropped_at_every_byte(void **state)
{
	const size_t greeting = strlen(script_answers) - strlen(":1\r\n$3\r\nabc\r\n*2\r\n:1\r\n$-1\r\n");
	const size_t ends[] = {greeting + 4, greeting + 13, greeting + 26};
	struct fixture *f = *state;

	for (size_t bytes = 0; bytes < sizeof(script_answers); bytes++) {
		struct seen seen = drop_after(f, bytes);
		unsigned answered = 0;

		for (size_t i = 0; i < 3; i++)
			answered += bytes >= ends[i];
		assert_int_equal(seen.readies, bytes >= greeting);
		assert_int_equal(seen.calls, seen.readies * 3);
		assert_int_equal(seen.lost, seen.calls - answered);
	}
}

static void test_a_peer_that_is_no_redis(void **state)
{
	struct fixture *f = *state;
	int listener = listen_at(f), peer;
	struct seen seen;
	struct rio_conn *conn = new_conn(f, &seen, &f->url);

	rio_conn_start(conn);
	peer = accept(listener, NULL, NULL);
	assert_true(peer >= 0);
	assert_int_equal(write(peer, "220 mail.example ESMTP\r\n", 24), 24);
	run_until(f, &seen.backoffs, 1);
	assert_non_null(strstr(seen.why, "not the protocol"));
	rio_conn_free(conn);
	close(peer);
	close(listener);
}

static void test_a_peer_that_says_nothing(void **state)
{
	struct fixture *f = *state;
	struct rio_conn_options options = {
		.url = &f->url, .connect_timeout_ms = 50, .command_timeout_ms = 50, .on_state = on_state};
	struct seen seen = {.f = f};
	int listener = listen_at(f);

	options.context = &seen;
	seen.conn = rio_conn_new(f->base, &options);
	rio_conn_start(seen.conn);
	run_until(f, &seen.backoffs, 2);
	assert_non_null(strstr(seen.why, "no connection within 50 ms"));
	rio_conn_free(seen.conn);
	close(listener);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_addresses),
		cmocka_unit_test(test_bad_addresses),
		cmocka_unit_test(test_an_address_for_people_has_no_password),
		cmocka_unit_test(test_a_command_is_encoded),
		cmocka_unit_test(test_replies_come_in_pieces),
		cmocka_unit_test(test_what_is_no_reply),
		cmocka_unit_test(test_integers),
		cmocka_unit_test(test_errors_have_classes),
		cmocka_unit_test(test_the_backoff_grows_to_its_bound),
		WITH_SERVER(test_sync),
		WITH_SERVER(test_sync_login),
		WITH_SERVER(test_conn_comes_up_when_redis_does),
		WITH_SERVER(test_conn_scripts),
		WITH_SERVER(test_conn_server_dies),
		WITH_SERVER(test_conn_watchdog),
		WITH_SERVER(test_conn_drains),
		WITH_SERVER(test_conn_closed_in_a_callback),
		WITH_SERVER(test_conn_login),
		WITH_SERVER(test_a_large_reply),
		WITH_SERVER(test_conn_dropped_at_every_byte),
		WITH_SERVER(test_a_peer_that_is_no_redis),
		WITH_SERVER(test_a_peer_that_says_nothing),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
