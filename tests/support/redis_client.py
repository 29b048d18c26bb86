"""A Redis client of one page, on Python's standard library alone."""

import socket


class RedisError(Exception):
    """An error reply."""


class Redis:
    """A blocking connection to a unix socket. Replies are bytes, integers, None and lists of them."""

    def __init__(self, path, timeout=10.0):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.file = self.socket.makefile("rb")

    def close(self):
        self.file.close()
        self.socket.close()

    @staticmethod
    def encode(args):
        parts = [b"*%d\r\n" % len(args)]
        for arg in args:
            arg = arg if isinstance(arg, bytes) else str(arg).encode()
            parts += [b"$%d\r\n" % len(arg), arg, b"\r\n"]
        return b"".join(parts)

    def read(self):
        """The next reply; an error reply is returned, not raised."""
        line = self.file.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest
        if kind == b"-":
            return RedisError(rest.decode(errors="replace"))
        if kind == b":":
            return int(rest)
        size = int(rest)
        if size < 0:
            return None
        if kind == b"*":
            return [self.read() for _ in range(size)]
        body = self.file.read(size + 2)
        if len(body) != size + 2:
            raise ConnectionError("Redis closed the connection")
        return body[:-2]

    def __call__(self, *args):
        """Sends a command; an error reply is raised."""
        self.socket.sendall(self.encode(args))
        reply = self.read()
        if isinstance(reply, RedisError):
            raise reply
        return reply

    def pipeline(self, commands, window=256):
        """Sends many commands, some hundred at a time. Error replies are raised."""
        commands = list(commands)
        replies = []
        for start in range(0, len(commands), window):
            part = commands[start:start + window]
            self.socket.sendall(b"".join(self.encode(command) for command in part))
            replies += [self.read() for _ in part]
        for reply in replies:
            if isinstance(reply, RedisError):
                raise reply
        return replies
