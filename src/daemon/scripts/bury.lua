#!lua
-- Moves entries that cannot be scored to the dead letters, each by itself. The raw fields are taken from the stream,
-- so that they need not travel back.
--
-- KEYS   events, dead
-- ARGV   consumer group, then for each entry: entry id, reason, deliveries
-- Gives  one status an entry: "dead", "gone" (nothing stands in the stream under its id any more), or the text of an
--        error after which the entry is as before
local events, dead = KEYS[1], KEYS[2]
local group = ARGV[1]
local FIRST_ARG, ARGS = 2, 3
-- Lua passes some 8000 values to a function at most. Nobody sends so many fields in good faith.
local FIELDS_MAX = 256

-- Our own fields come last: who reads the letter into a table sees ours, should the sender have used a name of them.
local function letter(fields, id, reason, deliveries)
  local out = {}
  for i = 1, #fields, 2 do
    if #out < FIELDS_MAX * 2 or fields[i] == 'event' and #out < FIELDS_MAX * 3 then
      out[#out + 1] = fields[i]
      out[#out + 1] = fields[i + 1]
    end
  end
  for _, value in ipairs({'reason', reason, 'deliveries', deliveries, 'entry', id}) do
    out[#out + 1] = value
  end
  return out
end

local function bury(id, reason, deliveries)
  local found = redis.pcall('XRANGE', events, id, id)
  if found.err then
    return found.err
  end
  if #found == 0 then
    redis.pcall('XACK', events, group, id)
    return 'gone'
  end
  local reply = redis.pcall('XADD', dead, '*', unpack(letter(found[1][2], id, reason, deliveries)))
  if type(reply) == 'table' and reply.err then
    return reply.err
  end
  redis.pcall('XACK', events, group, id)
  redis.pcall('XDEL', events, id)
  return 'dead'
end

local status = {}
for arg = FIRST_ARG, #ARGV, ARGS do
  status[#status + 1] = bury(ARGV[arg], ARGV[arg + 1], ARGV[arg + 2])
end
return status
