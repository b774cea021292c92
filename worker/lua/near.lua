--[[ The events near some mentions: for each mention those that most of its blocks lead to.
  KEYS[1..] blocks  hash, `v` -> version, event -> ``
  ARGV[1] blocks with more events than this lead nowhere: what so many share tells nothing
  ARGV[2] events wanted of each mention
  ARGV[3..] for each mention: n blocks, and the number of each among the keys
  Returns {version of each block, events of the first mention, of the second ...}, the best led to first ]]
local members, versions = {}, {}
for n = 1, #KEYS do
  local block = KEYS[n]
  versions[n] = redis.call('HGET', block, 'v') or '0'
  local size = redis.call('HLEN', block)
  members[n] = size > 1 and size <= tonumber(ARGV[1]) and redis.call('HKEYS', block) or {}
end

local reply, at = {versions}, 2
while at < #ARGV do
  at = at + 1
  local shared, found = {}, {}
  for _ = 1, ARGV[at] do
    at = at + 1
    for _, event in ipairs(members[tonumber(ARGV[at])]) do
      if event ~= 'v' then
        if not shared[event] then
          shared[event] = 0
          found[#found + 1] = event
        end
        shared[event] = shared[event] + 1
      end
    end
  end
  table.sort(found, function(one, other)
    if shared[one] ~= shared[other] then
      return shared[one] > shared[other]
    end
    return one < other
  end)
  local best = {}
  for n = 1, math.min(#found, ARGV[2]) do
    best[n] = found[n]
  end
  reply[#reply + 1] = best
end
return reply
