--[[ Owe the items of a parsed body that are new or edited; with the last of them the body is owed no longer.
  KEYS[1] fences hash, owed thing -> fence
  KEYS[2] raw    hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[3] inbox  zset, owed thing -> ready ms
  KEYS[4] tries  hash, owed thing -> attempts
  KEYS[5] errors hash, owed thing -> last error
  KEYS[6] feeds  hash, feed -> state
  KEYS[7] sched  zset, feed -> due ms
  KEYS[8..] seen hash, item -> `<revision> <hash> <hash before> [dead]`; for each shard its days, newest first
  ARGV[1] owed thing: the body
  ARGV[2] fence of the lease
  ARGV[3] 1 if no more items of this body follow in another call
  ARGV[4] feed
  ARGV[5] state, or empty to leave it
  ARGV[6] ms to the next poll, or empty to leave it
  ARGV[7] days of each shard
  ARGV[8] life of a mark, ms
  ARGV[9] number of items
  ARGV[10..] for each: item, hash, number of its shard from 0, payload
  Returns {'done', new, edited, known, stale}; {'stale'} another holds the body, {'gone'} it is not owed: nothing written ]]
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
  return {redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 and 'stale' or 'gone'}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local days = tonumber(ARGV[7])
local count = {new = 0, edited = 0, known = 0, stale = 0}

-- The newest mark of an item; one found on an older day is renewed, so that it lives while its feed lists the item.
local function mark_of(item, first)
  for day = first, first + days - 1 do
    local mark = redis.call('HGET', KEYS[day], item)
    if mark then
      if day > first then
        redis.call('HSET', KEYS[first], item, mark)
        redis.call('PEXPIRE', KEYS[first], ARGV[8])
      end
      return mark
    end
  end
  return nil
end

for i = 10, 9 + 4 * ARGV[9], 4 do
  local item, hash = ARGV[i], ARGV[i + 1]
  local owed = 'i:' .. item
  local known = redis.call('HGET', KEYS[2], owed) or mark_of(item, 8 + ARGV[i + 2] * days)
  local revision, current, before = string.match(known or '', '^(%d+) (%S+) (%S+)')
  if current == hash then
    count.known = count.known + 1
  elseif before == hash then
    count.stale = count.stale + 1
  else
    local change = revision and 'edited' or 'new'
    count[change] = count[change] + 1
    local head = {revision and revision + 1 or 0, hash, current or '-', now, ARGV[i + 3]}
    redis.call('HSET', KEYS[2], owed, table.concat(head, ' '))
    redis.call('ZADD', KEYS[3], now, owed)
    -- Whoever works on the former revision is fenced off; the new one starts with fresh attempts.
    redis.call('HDEL', KEYS[1], owed)
    redis.call('HDEL', KEYS[4], owed)
    redis.call('HDEL', KEYS[5], owed)
  end
end

if ARGV[5] ~= '' then
  redis.call('HSET', KEYS[6], ARGV[4], ARGV[5])
end
if ARGV[6] ~= '' then
  redis.call('ZADD', KEYS[7], 'XX', now + ARGV[6], ARGV[4])
end
if ARGV[3] == '1' then
  redis.call('ZREM', KEYS[3], ARGV[1])
  for _, key in ipairs({KEYS[1], KEYS[2], KEYS[4], KEYS[5]}) do
    redis.call('HDEL', key, ARGV[1])
  end
end
return {'done', count.new, count.edited, count.known, count.stale}
