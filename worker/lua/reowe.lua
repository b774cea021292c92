--[[ Owe a committed item again, as another revision with the same words: it is read anew, what it told before is taken
back or kept.
  KEYS[1] raw   hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[2] inbox zset, owed thing -> ready ms
  KEYS[3] items hash of an hour, item -> `<release> <revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[4..] seen hash, item -> `<revision> <hash> <hash before> [dead]`; days of the item's shard, newest first
  ARGV[1] item
  ARGV[2] owed thing: the item
  ARGV[3] release whose reading is not to be repeated, or empty
  Returns {'done'}; {'owed'} it is owed already; {'known'} that release has read it; {'newer'} another revision took its
          place; {'gone'} it is not kept: nothing written ]]
local kept = redis.call('HGET', KEYS[3], ARGV[1])
if not kept then
  return {'gone'}
end
if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 1 then
  return {'owed'}
end
local release, revision, after = string.match(kept, '^(%S+) (%d+)()')
if release == ARGV[3] then
  return {'known'}
end
for day = 4, #KEYS do
  local mark = redis.call('HGET', KEYS[day], ARGV[1])
  if mark then
    if string.match(mark, '^(%d+) %S+ %S+$') ~= revision then
      return {'newer'}
    end
    break
  end
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[2], revision + 1 .. string.sub(kept, after))
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), ARGV[2])
return {'done'}
