-- A session enters a topic. Again, when the first answer was lost: the same answer, no second event. One that left while
-- Redis was away, and was remembered by another node, is told about itself anew.
-- KEYS: nodes, roster, where, topics, lock, those of webhooks (roster.lua), session, sessions of the node (the last two only
--       where the session is registered)
-- ARGV: node, peer, epoch, body, capacity, channel prefix, topic, ticket key, confirmed ticket, whether it may enter a locked
--       topic (1 or 0), hooks (roster.lua)
-- Result: { 'ok', snapshot } | { 'full' } | { 'locked' } | { 'stale' } another node has the session | { 'fenced' } the node has no lease
local hooks = ARGV[11]
local nodes, roster, where, topics, lock = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local session, sessions = KEYS[hooks and 9 or 6], KEYS[hooks and 10 or 7]
local node, peer, epoch, body, capacity, channel, topic = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5]), ARGV[6], ARGV[7]

local function is_locked(roster)
  for _, other in ipairs(redis.call('HVALS', roster)) do
    if string.find(other, '^%d+ %S+ %d+ %al\n') then return true end
  end
  return false
end

if not redis.call('ZSCORE', nodes, node) then return { 'fenced' } end
if session and tonumber(redis.call('HGET', session, 'epoch') or '0') > epoch then return { 'stale' } end

local value = redis.call('HGET', roster, peer)
if value then
  local member = split(value)
  if member.epoch > epoch then return { 'stale' } end
  if member.epoch < epoch or member.node ~= node or member.state ~= 'c' or member.body ~= body then
    count(where, member.node, -1)
    count(where, node, 1)
    member.node, member.epoch, member.state, member.body = node, epoch, 'c', body
    local version = redis.call('HINCRBY', roster, 'v', 1)
    redis.call('HSET', roster, peer, join(member))
    tell(where, channel, nil, 'U', version, '-', peer, topic, join(member))
  end
else
  if redis.call('HLEN', roster) - 1 >= capacity then return { 'full' } end
  if redis.call('EXISTS', lock) == 1 then return { 'locked' } end
  if ARGV[10] == '0' and is_locked(roster) then return { 'locked' } end
  local version = redis.call('HINCRBY', roster, 'v', 1)
  value = join({ order = string.format('%d', version), node = node, epoch = epoch, state = 'c', body = body })
  redis.call('HSET', roster, peer, value)
  redis.call('HINCRBY', where, node, 1)
  if redis.call('PERSIST', roster) == 1 or version == 1 then redis.call('ZADD', topics, 0, topic) end -- it was empty
  tell(where, channel, nil, 'J', version, '-', peer, topic, value)
  put_joined(hooks, redis.call('HLEN', roster) == 2, version, peer, topic, value)
end

if session then
  redis.call('HSET', session, 'node', node, 'epoch', ARGV[3], 'key', ARGV[8], 'confirmed', ARGV[9], 't:' .. topic, '')
  redis.call('SADD', sessions, peer)
end
return { 'ok', snapshot(roster) }
