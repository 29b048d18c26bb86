#!lua
-- Publishes a batch of leads, each by itself: whatever happens to one, the others are not touched.
--
-- KEYS   events, leads, ranking, due, then lead:<event id> for each entry
-- ARGV   consumer group, seconds that a lead's key lives, leads kept in the stream (0: all),
--        then for each entry: entry id, event id, lead id, lead, band, priority, composite, respond-by
-- Gives  one status an entry: "published", "duplicate", or the text of an error after which the entry is as before
--
-- Redis does not roll scripts back. So the writes that can fail come first and are undone, the key that makes a lead
-- unique comes next, and the acknowledgement, which makes the entry go away, comes last: a failure at any point
-- leaves the entry pending, and the key turns a second try into a duplicate.
local events, leads, ranking, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local group, ttl, maxlen = ARGV[1], ARGV[2], ARGV[3]
local FIRST_KEY, FIRST_ARG, ARGS = 5, 4, 8

local function failure(reply)
  return type(reply) == 'table' and reply.err
end

local function add_lead(event, id, lead, band, priority, composite)
  local fields = {'lead', lead, 'id', id, 'event_id', event, 'band', band, 'priority', priority, 'composite', composite}
  if maxlen == '0' then
    return redis.pcall('XADD', leads, '*', unpack(fields))
  end
  return redis.pcall('XADD', leads, 'MAXLEN', '~', maxlen, '*', unpack(fields))
end

local function publish(key, event, id, lead, band, priority, composite, respond_by)
  local entry = add_lead(event, id, lead, band, priority, composite)
  if failure(entry) then
    return entry.err
  end
  local err = failure(redis.pcall('ZADD', ranking, priority, event))
  if not err then
    err = failure(redis.pcall('ZADD', due, respond_by, event))
    if not err then
      err = failure(redis.pcall('SET', key, entry, 'EX', ttl))
      if not err then
        return 'published'
      end
      redis.pcall('ZREM', due, event)
    end
    redis.pcall('ZREM', ranking, event)
  end
  redis.pcall('XDEL', leads, entry)
  return err
end

local status, finished = {}, {}
for i = 0, #KEYS - FIRST_KEY do
  local key, arg = KEYS[FIRST_KEY + i], FIRST_ARG + i * ARGS
  if redis.call('EXISTS', key) == 1 then
    status[i + 1] = 'duplicate'
  else
    status[i + 1] = publish(key, unpack(ARGV, arg + 1, arg + ARGS - 1))
  end
  if status[i + 1] == 'published' or status[i + 1] == 'duplicate' then
    finished[#finished + 1] = ARGV[arg]
  end
end

-- An entry whose acknowledgement fails stays pending and ends as a duplicate.
if #finished > 0 then
  redis.pcall('XACK', events, group, unpack(finished))
  redis.pcall('XDEL', events, unpack(finished))
end
return status
