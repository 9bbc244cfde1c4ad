-- A member's session is on another node now. Its peers are told only when its state changes with that.
-- KEYS: nodes, roster, where
-- ARGV: calling node, peer, new node, new epoch, state (c, i, or - as it is), previous node to name in the event or -,
--       channel prefix, topic
-- Result: { 'ok', nodes told, snapshot } | { 'gone' } no such member, or in a later epoch | { 'fenced' } no lease
local nodes, roster, where = KEYS[1], KEYS[2], KEYS[3]
local caller, peer, node, epoch, state, previous, channel, topic = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6], ARGV[7], ARGV[8]

if not redis.call('ZSCORE', nodes, caller) then return { 'fenced' } end
local value = redis.call('HGET', roster, peer)
if not value then return { 'gone' } end
local member = split(value)
if member.epoch > epoch or (member.epoch == epoch and member.node ~= node) then return { 'gone' } end

if member.node ~= node then
  count(where, member.node, -1)
  count(where, node, 1)
end
local changes = state ~= '-' and state ~= string.sub(member.state, 1, 1)
member.node, member.epoch = node, epoch
if changes then member.state = state .. string.sub(member.state, 2) end
redis.call('HSET', roster, peer, join(member))

local version = tonumber(redis.call('HGET', roster, 'v'))
if changes then version = redis.call('HINCRBY', roster, 'v', 1) end
local told = tell(where, channel, previous ~= '-' and previous or nil, changes and 'U' or 'M', version, previous, peer, topic, join(member))
return { 'ok', told, snapshot(roster) }
