#!lua
-- Takes over a page of pending entries: what this consumer was given before and did not finish, or what others left.
--
-- KEYS   events
-- ARGV   consumer group, this consumer, whose entries ("": everybody's), least idle time in ms, first id (XPENDING's
--        start), entries a page, deliveries from which an entry is suspect, deliveries from which it is hopeless
-- Gives  {start of the next page or "", {{id, deliveries with this one, fields or nil}, ...}}
--        Without fields: the entry was deleted or trimmed while it was pending. It is acknowledged by this call.
--
-- A suspect may be what killed a consumer, so it comes in a page of its own. A hopeless one is not scored any more and
-- needs no page of its own.
local events = KEYS[1]
local group, consumer, whose, idle, start = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local count, suspect_after, hopeless_after = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])

local pending
if whose == '' then
  pending = redis.call('XPENDING', events, group, 'IDLE', idle, start, '+', count)
else
  pending = redis.call('XPENDING', events, group, 'IDLE', idle, start, '+', count, whose)
end

local page, next_start = {}, ''
for _, entry in ipairs(pending) do
  local id, deliveries = entry[1], entry[4]
  local suspect = deliveries >= suspect_after and deliveries < hopeless_after
  if suspect and #page > 0 then
    break
  end
  local claimed = redis.call('XCLAIM', events, group, consumer, 0, id)
  page[#page + 1] = {id, deliveries + 1, claimed[1] and claimed[1][2] or false}
  next_start = '(' .. id
  if suspect then
    break
  end
end
if #page == #pending and #pending < count then
  next_start = ''
end
return {next_start, page}
