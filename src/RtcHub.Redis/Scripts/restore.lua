-- Makes a roster whole with what a node knows, when it was out of touch.
-- KEYS: nodes, roster, where, topics, lock, those of webhooks (roster.lua)
-- ARGV: node, version of its replica, whether this Redis was emptied (1 or 0), channel prefix, topic,
--       number of the node's own members, for each: peer, order, epoch, state, body,
--       number of the others in its replica, for each: peer, value, then hooks (roster.lua): members that are put back
--       have joined anew, for they were told to have left
-- Result: { 'ok', snapshot } | { 'fenced' } the node has no lease
local nodes, roster, where, topics, lock = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local node, known, emptied, channel, topic = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1', ARGV[4], ARGV[5]
local at = 6
local function take()
  at = at + 1
  return ARGV[at - 1]
end

if not redis.call('ZSCORE', nodes, node) then return { 'fenced' } end

local changed, back = emptied, {}
for _ = 1, tonumber(take()) do
  local peer, member = take(), { order = take(), node = node, epoch = tonumber(take()), state = take(), body = take() }
  local value = redis.call('HGET', roster, peer)
  local present = value and split(value)
  if not present or present.epoch < member.epoch or (present.epoch == member.epoch and present.node == node) then
    if present then
      member.order = present.order
      count(where, present.node, -1)
    end
    if not present then back[#back + 1] = { peer, join(member) } end
    count(where, node, 1)
    changed = changed or value ~= join(member)
    redis.call('HSET', roster, peer, join(member))
  end
end

-- The others left no trace in a Redis that was emptied: they are what this node remembers, until their own nodes say.
for _ = 1, tonumber(take()) do
  local peer, value = take(), take()
  if emptied and redis.call('HSETNX', roster, peer, value) == 1 then
    local other = split(value).node
    count(where, other, 1)
    redis.call('PUBLISH', channel .. other, event('G', known, '-', peer, topic, value))
  end
end

if redis.call('HLEN', roster) - redis.call('HEXISTS', roster, 'v') == 0 then
  close(roster, where, topics, lock, topic)
  return { 'ok', snapshot(roster) }
end
redis.call('PERSIST', roster)
redis.call('ZADD', topics, 0, topic)

local version = tonumber(redis.call('HGET', roster, 'v') or '0')
if changed then
  version = math.max(version, known) + 1
  redis.call('HSET', roster, 'v', string.format('%d', version))
  tell(where, channel, nil, 'Z', version, '-', '-', topic, '')
end

local hooks, is_first = take(), redis.call('HLEN', roster) - 1 == #back
for i, member in ipairs(back) do
  put_joined(hooks, is_first and i == 1, version, member[1], topic, member[2])
end
return { 'ok', snapshot(roster) }
