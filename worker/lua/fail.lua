--[[ Give a leased thing back: owed again after a while. The attempt counts unless it is excused.
  KEYS[1] fences hash, owed thing -> fence
  KEYS[2] tries  hash, owed thing -> attempts
  KEYS[3] errors hash, owed thing -> last error
  KEYS[4] inbox  zset, owed thing -> ready ms
  ARGV[1] owed thing
  ARGV[2] fence of the lease
  ARGV[3] error, or empty to excuse: attempts are forgotten
  ARGV[4] ms until it is owed again
  Returns {'done'}; {'stale'} another holds it, or nobody owes it: nothing written ]]
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return {'stale'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- HDEL first: a full Redis refuses scripts that begin with a write that needs memory, and this one must go through.
redis.call('HDEL', KEYS[1], ARGV[1])
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[2], ARGV[1])
else
  redis.call('HSET', KEYS[3], ARGV[1], ARGV[3])
end
redis.call('ZADD', KEYS[4], 'XX', now + ARGV[4], ARGV[1])
return {'done'}
