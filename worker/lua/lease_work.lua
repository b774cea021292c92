--[[ Lease owed things, those ready longest first. What was leased before is leased alone: if it kills its process, it
must not count against its neighbours.
  KEYS[1] inbox  zset, owed thing -> ready ms
  KEYS[2] raw    hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[3] fence  string, last fence given
  KEYS[4] fences hash, owed thing -> fence
  KEYS[5] tries  hash, owed thing -> attempts
  ARGV[1] how many at most
  ARGV[2] lease, ms
  Returns {now ms, {owed thing, fence, attempt, raw}...} ]]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local leases = {now}
for _, owed in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ARGV[1])) do
  local raw = redis.call('HGET', KEYS[2], owed)
  local again = redis.call('HEXISTS', KEYS[5], owed) == 1
  if not raw then
    redis.call('ZREM', KEYS[1], owed)
  elseif not again or #leases == 1 then
    redis.call('ZADD', KEYS[1], now + ARGV[2], owed)
    local fence = redis.call('INCR', KEYS[3])
    redis.call('HSET', KEYS[4], owed, fence)
    leases[#leases + 1] = {owed, fence, redis.call('HINCRBY', KEYS[5], owed, 1), raw}
    if again then
      break
    end
  end
end
return leases
