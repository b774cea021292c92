--[[ Trim a stream by age, but not what a registered group has yet to read or acknowledge; above the hard cap even that.
  KEYS[1] stream stream
  KEYS[2] groups hash, `<stream> <group>` -> registered at
  KEYS[3] forced hash, stream -> entries trimmed although a registered group lacked them
  ARGV[1] age that is kept, ms
  ARGV[2] entries that are kept at most
  Returns {trimmed, forced} ]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function before(a, b)
  local a_ms, a_n = string.match(a, '(%d+)-(%d+)')
  local b_ms, b_n = string.match(b, '(%d+)-(%d+)')
  if a_ms == b_ms then
    return tonumber(a_n) < tonumber(b_n)
  end
  return tonumber(a_ms) < tonumber(b_ms)
end

local function after(id)
  local ms, n = string.match(id, '(%d+)-(%d+)')
  return string.format('%s-%.0f', ms, n + 1)
end

-- The first id that a registered group lacks.
local lacking
local groups = redis.call('EXISTS', KEYS[1]) == 1 and redis.call('XINFO', 'GROUPS', KEYS[1]) or {}
for _, info in ipairs(groups) do
  local group = {}
  for i = 1, #info, 2 do
    group[info[i]] = info[i + 1]
  end
  if redis.call('HEXISTS', KEYS[2], KEYS[1] .. ' ' .. group['name']) == 1 then
    local pending = redis.call('XPENDING', KEYS[1], group['name'])
    local first = pending[1] > 0 and pending[2] or after(group['last-delivered-id'])
    if not lacking or before(first, lacking) then
      lacking = first
    end
  end
end

local horizon = (now - ARGV[1]) .. '-0'
if lacking and before(lacking, horizon) then
  horizon = lacking
end
local trimmed = redis.call('XTRIM', KEYS[1], 'MINID', '=', horizon)
local over = redis.call('XLEN', KEYS[1]) - ARGV[2]
local forced = 0
if over > 0 then
  if lacking then
    forced = over - #redis.call('XRANGE', KEYS[1], '-', '(' .. lacking, 'COUNT', over)
  end
  trimmed = trimmed + redis.call('XTRIM', KEYS[1], 'MAXLEN', '=', ARGV[2])
  if forced > 0 then
    redis.call('HINCRBY', KEYS[3], KEYS[1], forced)
  end
end
return {trimmed, forced}
