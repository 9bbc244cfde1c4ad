-- A member's state or what it says about itself has changed.
-- KEYS: nodes, roster, where
-- ARGV: node, peer, epoch, state, body, channel prefix, topic
-- Result: 'ok' | 'gone' no such member, or another node's by now | 'fenced' the node has no lease, or Redis was emptied and
-- does not know the topic again yet
local nodes, roster, where = KEYS[1], KEYS[2], KEYS[3]
local node, peer, epoch, state, body, channel, topic = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6], ARGV[7]

if not redis.call('ZSCORE', nodes, node) or redis.call('HEXISTS', roster, 'v') == 0 then return 'fenced' end
local value = redis.call('HGET', roster, peer)
if not value then return 'gone' end
local member = split(value)
if member.epoch ~= epoch or member.node ~= node then return 'gone' end

member.state, member.body = state, body
local version = redis.call('HINCRBY', roster, 'v', 1)
redis.call('HSET', roster, peer, join(member))
tell(where, channel, nil, 'U', version, '-', peer, topic, join(member))
return 'ok'
