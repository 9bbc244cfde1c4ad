-- A member is out. Of no effect when it is not in, or is in a later epoch.
-- KEYS: nodes, roster, where, topics, lock, those of webhooks (roster.lua), session (the last only where the session is
--       registered)
-- ARGV: node, peer, epoch, reason (left, timeout, removed), channel prefix, topic, whether only if its node is no more (1 or 0),
--       hooks (roster.lua)
-- Result: 'ok' | 'fenced' the node has no lease
local hooks = ARGV[8]
local nodes, roster, where, topics, lock, session = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[hooks and 9 or 6]
local node, peer, epoch, reason, channel, topic = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]

if not redis.call('ZSCORE', nodes, node) then return 'fenced' end
local value = redis.call('HGET', roster, peer)
if not value then return 'ok' end
local member = split(value)
if member.epoch > epoch then return 'ok' end
if ARGV[7] == '1' and redis.call('ZSCORE', nodes, member.node) then return 'ok' end

redis.call('HDEL', roster, peer)
count(where, member.node, -1)
local version = redis.call('HINCRBY', roster, 'v', 1)
-- Who is removed hears of it from its own node, though it was the last one there.
tell(where, channel, reason == 'removed' and member.node or nil, 'L', version, reason, peer, topic, value)
local is_last = redis.call('HLEN', roster) == 1
put_left(hooks, is_last, version, reason, peer, topic, value)
if is_last then close(roster, where, topics, lock, topic) end
if session and tonumber(redis.call('HGET', session, 'epoch') or '0') <= epoch then
  redis.call('HDEL', session, 't:' .. topic)
end
return 'ok'
