--[[ Write what was decided about an item, if nothing that the decision rests on has moved: events, the blocks that lead
to them, messages with their sequence, the seen mark; and owe the item no longer. Its names are owed from then on where they
are read. A reading of the names writes the events alone, and gives way to the item itself where that is owed again.
  KEYS[1] fences    hash, owed thing -> fence
  KEYS[2] raw       hash, owed thing -> `<revision> <hash> <hash before> <owed since ms> <payload>`
  KEYS[3] inbox     zset, owed thing -> ready ms; that of names where names were read
  KEYS[4] tries     hash, owed thing -> attempts
  KEYS[5] errors    hash, owed thing -> last error
  KEYS[6] seen      hash of today, item -> `<revision> <hash> <hash before>`
  KEYS[7] seen      hash of yesterday
  KEYS[8] told      hash of today, item -> event ids
  KEYS[9] seq       hash, stream -> last sequence number
  KEYS[10] epoch    hash, run, n, and since when anything was committed here, ms
  KEYS[11] fence    string, last fence given; numbers versions too
  KEYS[12] words    hash, word of leads -> items that have it; `*` -> items
  KEYS[13] items    hash of the hour in which the item was first owed, item -> `<release> <raw>`
  KEYS[14] names    zset, owed names -> ready ms
  KEYS[15] read     string, there while names are read
  KEYS[16..] in the order of use: blocks read (hash), events read (hash); then for each write its event (hash), blocks
             to join (hash), blocks to leave (hash), streams (stream)
  ARGV[1] owed thing: the item or its names; empty for an operator's change, which no item causes
  ARGV[2] item
  ARGV[3] fence of the lease
  ARGV[4] revision of the item
  ARGV[5] life of a mark, ms
  ARGV[6] ids of the events told, by spaces
  ARGV[7] words of the item's lead, codes of four letters without a space; counted at its first revision
  ARGV[8] life of the word counts, ms
  ARGV[9] release that has read the item
  ARGV[10] end of life of its hour, ms; 0 to keep no items
  ARGV[11] owed thing: the names of the item
  ARGV[12] names that may be owed
  ARGV[13..] in the order of use: n blocks, n versions; n events, n revs; n writes, and for each write: event id, new rev,
            ledger, signature, life ms, n joins, n ends of life ms, n leaves, n ends of life ms, n streams, n fields and
            values, fields and values
  Returns {'done', sequence of each message on its first stream...}; {'dup'} this revision was committed before;
          {'gone'} not owed, or its names while the item is owed; {'stale'} another holds it; {'conflict'} a block or event moved: nothing written ]]
local item = ARGV[1] ~= ''
local names = item and ARGV[1] == ARGV[11]
local raw = item and redis.call('HGET', KEYS[2], ARGV[1])
if item and redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[3] then
  local mark = redis.call('HGET', KEYS[6], ARGV[2]) or redis.call('HGET', KEYS[7], ARGV[2]) or ''
  local revision = string.match(mark, '^(%d+) %S+ %S+$')
  if revision and tonumber(revision) >= tonumber(ARGV[4]) then
    return {'dup'}
  end
  return {raw and 'stale' or 'gone'}
end

local function forget(owed, inbox)
  redis.call('ZREM', inbox, owed)
  for _, key in ipairs({KEYS[1], KEYS[2], KEYS[4], KEYS[5]}) do
    redis.call('HDEL', key, owed)
  end
end
if names and redis.call('HEXISTS', KEYS[2], 'i:' .. ARGV[2]) == 1 then
  forget(ARGV[1], KEYS[3])
  return {'gone'}
end

local at_key, at_arg = 15, 12
local function key()
  at_key = at_key + 1
  return KEYS[at_key]
end
local function arg()
  at_arg = at_arg + 1
  return ARGV[at_arg]
end

for _, field in ipairs({'v', 'rev'}) do
  for _ = 1, arg() do
    if (redis.call('HGET', key(), field) or '0') ~= arg() then
      return {'conflict'}
    end
  end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Numbers that were read by consumers may be given again after a restart that lost the last second: a new epoch says so.
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)') or '-'
if redis.call('HGET', KEYS[10], 'run') ~= run then
  redis.call('HSET', KEYS[10], 'run', run)
  redis.call('HINCRBY', KEYS[10], 'n', 1)
end
redis.call('HSETNX', KEYS[10], 'since', now)
local epoch = redis.call('HGET', KEYS[10], 'n')

local reply = {'done'}
for _ = 1, arg() do
  local event, id, rev = key(), arg(), arg()
  redis.call('HSET', event, 'rev', rev, 'ledger', arg(), 'signature', arg())
  redis.call('PEXPIRE', event, arg())
  local version = redis.call('INCR', KEYS[11])
  for _ = 1, arg() do
    local block = key()
    redis.call('HSET', block, 'v', version, id, '')
    redis.call('PEXPIREAT', block, arg())
  end
  for _ = 1, arg() do
    local block = key()
    redis.call('HSET', block, 'v', version)
    redis.call('HDEL', block, id)
    redis.call('PEXPIREAT', block, arg())
  end
  local streams, fields = tonumber(arg()), {}
  for n = 1, arg() do
    fields[n] = arg()
  end
  for n = 1, streams do
    local stream = key()
    local sequence = redis.call('HINCRBY', KEYS[9], stream, 1)
    redis.call('XADD', stream, '*', 'sequence', sequence, 'epoch', epoch, unpack(fields))
    if n == 1 then
      reply[#reply + 1] = sequence
    end
  end
end

if item then
  -- An edit that tells nothing any more must hide what the former revision told.
  if ARGV[6] ~= '' or tonumber(ARGV[4]) > 0 then
    redis.call('HSET', KEYS[8], ARGV[2], ARGV[6])
    redis.call('PEXPIRE', KEYS[8], ARGV[5])
  end
  forget(ARGV[1], KEYS[3])
end
if item and not names then
  redis.call('HSET', KEYS[6], ARGV[2], string.match(raw, '^%d+ %S+ %S+'))
  redis.call('PEXPIRE', KEYS[6], ARGV[5])
  if tonumber(ARGV[4]) == 0 then
    for word in string.gmatch(ARGV[7], '....') do
      redis.call('HINCRBY', KEYS[12], word, 1)
    end
    redis.call('HINCRBY', KEYS[12], '*', 1)
    redis.call('PEXPIRE', KEYS[12], ARGV[8])
  end
  if tonumber(ARGV[10]) > now then
    redis.call('HSET', KEYS[13], ARGV[2], ARGV[9] .. ' ' .. raw)
    redis.call('PEXPIREAT', KEYS[13], ARGV[10])
  end
  -- Whoever reads the names of a former revision is fenced off.
  if redis.call('ZSCORE', KEYS[14], ARGV[11]) then
    forget(ARGV[11], KEYS[14])
  end
  if redis.call('EXISTS', KEYS[15]) == 1 and redis.call('ZCARD', KEYS[14]) < tonumber(ARGV[12]) then
    redis.call('HSET', KEYS[2], ARGV[11], ARGV[4] + 1 .. string.match(raw, '^%d+(.*)$'))
    redis.call('ZADD', KEYS[14], now, ARGV[11])
  end
end
return reply
