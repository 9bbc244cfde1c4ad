-- Shared by the scripts that change a roster; put before each of them.
--
-- A roster is a hash: 'v' is its version, every other field a peer id. A member's value is
--   "<order> <node> <epoch> <state>\n<body>"
-- order: the version at which it joined, by which the others see it sorted; state: c(onnected) or i(nterrupted), and an l
-- after that when it locks the topic; body: the node's own writing, never read here. 'where' is a hash of the nodes that have members, each with how many.

local function split(value)
  local order, node, epoch, state, body = string.match(value, '^(%d+) (%S+) (%d+) (%a+)\n(.*)$')
  return { order = order, node = node, epoch = tonumber(epoch), state = state, body = body }
end

local function join(member)
  return member.order .. ' ' .. member.node .. ' ' .. string.format('%d', member.epoch) .. ' ' .. member.state .. '\n' .. member.body
end

local function count(where, node, by)
  if redis.call('HINCRBY', where, node, by) <= 0 then
    redis.call('HDEL', where, node)
  end
end

-- Nobody is left. The version outlives what may still be on its way to a node: whoever comes next goes on counting from it.
local function close(roster, where, topics, lock, topic)
  redis.call('DEL', where)
  redis.call('EXPIRE', roster, 60)
  if redis.call('EXISTS', lock) == 0 then redis.call('ZREM', topics, topic) end
end

-- "\1R<kind> <version> <extra> <peer> <bytes of topic>\n<topic><value>"
local function event(kind, version, extra, peer, topic, value)
  return '\1R' .. kind .. ' ' .. string.format('%d', version) .. ' ' .. extra .. ' ' .. peer .. ' ' .. #topic .. '\n' .. topic .. value
end

-- Into the inbox of each node with a member, and of one more.
local function tell(where, channel, also, kind, version, extra, peer, topic, value)
  local message = event(kind, version, extra, peer, topic, value)
  local nodes = redis.call('HKEYS', where)
  local told = false
  for _, node in ipairs(nodes) do
    redis.call('PUBLISH', channel .. node, message)
    told = told or node == also
  end
  if also and not told then
    redis.call('PUBLISH', channel .. also, message)
    nodes[#nodes + 1] = also
  end
  return nodes
end

-- { version, peer, value, peer, value, ... }
local function snapshot(roster)
  local all = redis.call('HGETALL', roster)
  local result = { '0' }
  for i = 1, #all, 2 do
    if all[i] == 'v' then
      result[1] = all[i + 1]
    else
      result[#result + 1] = all[i]
      result[#result + 1] = all[i + 1]
    end
  end
  return result
end

-- What follows is for webhooks. 'hooks' is nil where the service has none, or "<kinds> <limit> <id> <time in ms>", and KEYS[6]
-- to KEYS[8] are their queue, its state and the topic's sequence then. The queue is a sorted set of numbered events:
-- "<kind> <number> <id> <time> <sequence>\n<event>", kind: S(tarted), J(oined), L(eft), E(mptied).

local function put(hooks, kind, change)
  local kinds, limit, id, time = string.match(hooks, '^(%a+) (%d+) (%w+) (%d+)$')
  if not string.find(kinds, kind, 1, true) then return end
  local number = string.format('%d', redis.call('HINCRBY', KEYS[7], 'number', 1))
  local sequence = string.format('%d', redis.call('INCR', KEYS[8]))
  redis.call('ZADD', KEYS[6], number, kind .. ' ' .. number .. ' ' .. id .. ' ' .. time .. ' ' .. sequence .. '\n' .. change)
  local dropped = redis.call('ZREMRANGEBYRANK', KEYS[6], 0, -1 - tonumber(limit))
  if dropped > 0 then redis.call('HINCRBY', KEYS[7], 'dropped', dropped) end
end

local function put_joined(hooks, is_first, version, peer, topic, value)
  if not hooks then return end
  local change = event('J', version, '-', peer, topic, value)
  if is_first then
    redis.call('PERSIST', KEYS[8])
    put(hooks, 'S', change)
  end
  put(hooks, 'J', change)
end

local function put_left(hooks, is_last, version, reason, peer, topic, value)
  if not hooks then return end
  local change = event('L', version, reason, peer, topic, value)
  put(hooks, 'L', change)
  if is_last then
    put(hooks, 'E', change)
    redis.call('EXPIRE', KEYS[8], 60)
  end
end
