--[[ Owe a dead letter again, with fresh attempts, unless something newer took its place.
  KEYS[1] dead   stream
  KEYS[2] raw    hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[3] inbox  zset, owed thing -> ready ms
  KEYS[4] letters hash, stage -> letters
  KEYS[5..] seen hash, item -> `<revision> <hash> <hash before> [dead]`; days of the item's shard; none for a body
  ARGV[1] id of the dead entry
  ARGV[2] owed thing
  ARGV[3] item, or empty for a body
  Returns {'done'}; {'gone'} no such entry; {'owed'} it is owed already; {'newer'} a later revision was committed ]]
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then
  return {'gone'}
end
local letter = {}
for i = 1, #entry[2], 2 do
  letter[entry[2][i]] = entry[2][i + 1]
end
local raw = letter.raw
if redis.call('HEXISTS', KEYS[2], ARGV[2]) == 1 then
  return {'owed'}
end
for day = 5, #KEYS do
  local mark = redis.call('HGET', KEYS[day], ARGV[3])
  local revision = string.match(mark or '', '^(%d+) %S+ %S+$')
  if revision and tonumber(revision) >= tonumber(string.match(raw, '^%d+')) then
    return {'newer'}
  end
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], ARGV[2], raw)
redis.call('ZADD', KEYS[3], now, ARGV[2])
redis.call('HINCRBY', KEYS[4], letter.stage, -1)
redis.call('XDEL', KEYS[1], ARGV[1])
return {'done'}
