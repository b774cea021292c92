--[[ Move a leased thing to the dead letters. An item keeps a seen mark, or its feed's next poll would owe it anew.
  KEYS[1] fences hash, owed thing -> fence
  KEYS[2] raw    hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[3] inbox  zset, owed thing -> ready ms
  KEYS[4] tries  hash, owed thing -> attempts
  KEYS[5] errors hash, owed thing -> last error and its traceback
  KEYS[6] dead   stream, what failed too often
  KEYS[7] seen   hash of today, item -> `<revision> <hash> <hash before> dead`
  KEYS[8] letters hash, stage -> letters
  ARGV[1] owed thing
  ARGV[2] fence of the lease
  ARGV[3] stage: parse or process
  ARGV[4] reason, used where no error was reported
  ARGV[5] item, or empty for a body
  ARGV[6] life of a mark, ms
  ARGV[7] attempts made
  Returns {'done'}; {'stale'} another holds it, {'gone'} it is not owed: nothing written ]]
local raw = redis.call('HGET', KEYS[2], ARGV[1])
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return {raw and 'stale' or 'gone'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local head, since = string.match(raw, '^(%d+ %S+ %S+) (%d+) ')
redis.call('XADD', KEYS[6], '*', 'owed', ARGV[1], 'stage', ARGV[3],
  'reason', redis.call('HGET', KEYS[5], ARGV[1]) or ARGV[4],
  'attempts', ARGV[7], 'first', since, 'last', now, 'raw', raw)
redis.call('HINCRBY', KEYS[8], ARGV[3], 1)
if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[7], ARGV[5], head .. ' dead')
  redis.call('PEXPIRE', KEYS[7], ARGV[6])
end
redis.call('ZREM', KEYS[3], ARGV[1])
for _, key in ipairs({KEYS[1], KEYS[2], KEYS[4], KEYS[5]}) do
  redis.call('HDEL', key, ARGV[1])
end
return {'done'}
