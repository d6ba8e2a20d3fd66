# The functions of the language's that are written in it. What begins with _ no query can call.

# Choosing
def select(f): if f then . else empty end;
def values: select(. != null);
def nulls: select(. == null);
def booleans: select(type == "boolean");
def numbers: select(type == "number");
def strings: select(type == "string");
def arrays: select(type == "array");
def objects: select(type == "object");
def iterables: select(type == "array" or type == "object");
def scalars: select(type != "array" and type != "object");
def finites: select(isinfinite or isnan | not);
def normals: select(isnormal);

# Going through
def map(f): [.[] | f];
def recurse(f): def r: ., (f | r); r;
def recurse(f; condition): def r: ., (f | select(condition) | r); r;
def recurse: recurse(.[]?);
def range($from; $upto; $by): _range($from; $upto; $by);
def range($from; $upto): _range($from; $upto; 1);
def range($upto): _range(0; $upto; 1);
def while(condition; update): def w: if condition then ., (update | w) else empty end; w;
def until(condition; update): def u: if condition then . else update | u end; u;
def repeat(f): def r: ., (f | r); r;
def isempty(f): first((f | false), true);
def any(generator; condition): isempty(first(generator | condition or empty)) | not;
def any(condition): any(.[]; condition);
def any: any(.);
def all(generator; condition): isempty(first(generator | condition and empty));
def all(condition): all(.[]; condition);
def all: all(.);
def in($whole): . as $key | $whole | has($key);
def inside($whole): . as $part | $whole | contains($part);
def first: .[0];
def last: .[-1];
def nth($n): .[$n];
def nth($n; f):
  if $n < 0 then error("Out of bounds negative array index") else last(limit($n + 1; f)) end;
def add(f): [f] | add;
def toarray: if type == "array" then . else [.] end;
def IN(source): any(source == .; .);
def IN(source; other): any(source == other; .);

# Paths
def paths: path(..) | select(length > 0);
def paths(condition): path(.. | select(condition)) | select(length > 0);
def leaf_paths: paths(scalars);
def del(f): delpaths([path(f)]);
def pick(f): . as $whole | reduce path(f) as $p (null; setpath($p; $whole | getpath($p)));
def _assign(paths; $value): reduce path(paths) as $p (.; setpath($p; $value));
def _replace(paths; f): reduce path(paths) as $p (.; setpath($p; getpath($p) | f));
# Where there is nothing to put, there is nothing left: but only once all paths have been gone to.
def _modify(paths; f):
  reduce path(paths) as $p (
    [., []];
    [.[0] | getpath($p) | first(f)] as $new
    | if $new == [] then setpath([1]; .[1] + [$p]) else setpath([0]; .[0] | setpath($p; $new[0])) end)
  | .[1] as $gone | .[0] | delpaths($gone);
def map_values(f): .[] |= f;
def walk(f): def w: (if type == "object" or type == "array" then map_values(w) else . end) | f; w;

# Arrays
def sort_by(f): _sort_by(map([f]));
def group_by(f): _group_by(map([f]));
def unique_by(f): _unique_by(map([f]));
def min_by(f): _min_by(map([f]));
def max_by(f): _max_by(map([f]));
def flatten: flatten(1e9);
def transpose: if . == [] then [] else [range(map(length) | max) as $i | [.[][$i]]] end;
def combinations: if length == 0 then [] else .[0][] as $first | .[1:] | combinations | [$first] + . end;
def combinations($n): . as $each | [range($n) | $each] | combinations;
def indices($part): _indices($part);
def index($part): _indices($part) | .[0];
def rindex($part): _indices($part) | .[-1];

# Objects
def to_entries: [keys_unsorted[] as $key | {key: $key, value: .[$key]}];
def from_entries: _from_entries;
def with_entries(f): to_entries | map(f) | from_entries;
def INDEX(source; f): reduce source as $row ({}; setpath([$row | f | tostring]; $row));
def INDEX(f): INDEX(.[]; f);

# Texts
def match($re; $flags): _match($re; $flags) | .[];
def match($re):
  if $re | type == "array" then match($re[0]; $re[1]) else match($re; null) end;
def test($re; $flags): _test($re; $flags);
def test($re): if $re | type == "array" then _test($re[0]; $re[1]) else _test($re; null) end;
def _captured: reduce (.captures[] | select(.name != null)) as $c ({}; setpath([$c.name]; $c.string));
def capture($re; $flags): match($re; $flags) | _captured;
def capture($re): match($re) | _captured;
def scan($re; $flags):
  match($re; $flags + "g") | if .captures == [] then .string else [.captures[].string] end;
def scan($re): scan($re; null);
def split($re; $flags): _pieces([match($re; $flags + "g") | [.offset, .length]]);
def splits($re; $flags): split($re; $flags) | .[];
def splits($re): splits($re; null);
def sub($re; f; $flags): _splice([match($re; $flags) | [.offset, .length, [_captured | f]]]) | .[];
def sub($re; f): sub($re; f; null);
def gsub($re; f; $flags): sub($re; f; $flags + "g");
def gsub($re; f): sub($re; f; "g");
def format($name): _format($name);

# Streams
def tostream: _stream | .[];
def fromstream(f):
  foreach f as $event (
    null;
    if . == null or .done then {whole: null, done: false} else . end
    | if $event | length == 2
      then setpath(["done"]; $event[0] == []) | setpath(["whole"] + $event[0]; $event[1])
      else setpath(["done"]; $event[0] | length == 1)
      end;
    if .done then .whole else empty end);
def truncate_stream(f): . as $depth | f | select(.[0] | length > $depth) | setpath([0]; .[0][$depth:]);

# Time
def strflocaltime($format): strftime($format);
def localtime: gmtime;
def todateiso8601: strftime("%Y-%m-%dT%H:%M:%SZ");
def fromdateiso8601: strptime("%Y-%m-%dT%H:%M:%SZ") | mktime;
def todate: todateiso8601;
def fromdate: fromdateiso8601;
def date: todate;
def dateadd(unit; $n): . + $n;
def datesub(unit; $n): . - $n;
