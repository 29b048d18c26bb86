#!lua
-- Moves inquiries from the inbox list, oldest (rightmost) first, into the event stream.
--
-- KEYS   inbox, events
-- ARGV   how many at most
-- Gives  how many were moved
--
-- They leave the list only after they stand in the stream: a failure in between moves fewer, never loses one.
local inbox, events = KEYS[1], KEYS[2]

local waiting = redis.call('LRANGE', inbox, -tonumber(ARGV[1]), -1)
local moved = 0
for i = #waiting, 1, -1 do
  local reply = redis.pcall('XADD', events, '*', 'event', waiting[i])
  if type(reply) == 'table' and reply.err then
    if moved == 0 then
      return reply
    end
    break
  end
  moved = moved + 1
end
if moved > 0 then
  redis.call('LTRIM', inbox, 0, -moved - 1)
end
return moved
