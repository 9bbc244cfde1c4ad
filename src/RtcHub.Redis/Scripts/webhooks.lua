-- One node at a time sends what is in the queue of webhooks: takes the lease or renews it, and reads on.
-- KEYS: lease, queue, state
-- ARGV: node, lease in ms (0 gives it back), number of the last event that was read, how many to read at most
-- Result: { 'other' } another node has the lease | { 'taken' | 'kept', events dropped since somebody asked, the oldest
--         event or '', event... }
local lease, queue, state = KEYS[1], KEYS[2], KEYS[3]

local holder = redis.call('GET', lease)
if holder and holder ~= ARGV[1] then return { 'other' } end
if ARGV[2] == '0' then
  redis.call('DEL', lease)
  return { 'other' }
end
redis.call('SET', lease, ARGV[1], 'PX', ARGV[2])

local dropped = redis.call('HGET', state, 'dropped')
if dropped then redis.call('HDEL', state, 'dropped') end
local events = redis.call('ZRANGEBYSCORE', queue, '(' .. ARGV[3], '+inf', 'LIMIT', 0, tonumber(ARGV[4]))
return { holder and 'kept' or 'taken', dropped or '0', redis.call('ZRANGE', queue, 0, 0)[1] or '', unpack(events) }
