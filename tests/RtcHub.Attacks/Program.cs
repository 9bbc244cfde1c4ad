using System.CommandLine;
using RtcHub.Attacks.Crowd;
using RtcHub.Attacks.Flood;
using RtcHub.Attacks.Fuzz;
using RtcHub.Attacks.Slowloris;

var seed = new Option<int>("--seed") { Description = "Makes a run repeatable.", DefaultValueFactory = _ => Random.Shared.Next(), Recursive = true };

var frames = new Option<long?>("--frames") { Description = "How many; 200,000 unless told." };
var longRun = new Option<bool>("--long") { Description = "Not small: 1,000,000 frames, 50,000 attempts, 1,000 readers." };
var first = new Option<long>("--first") { Description = "The number of the first: with --frames 1, only that one." };
var fuzz = new Command("fuzz", "Hub messages, WebSocket frames and handshakes with something wrong in them.") { frames, longRun, first };
fuzz.SetAction(async parsed => Exit(await new FuzzScenario(
    parsed.GetValue(seed),
    parsed.GetValue(first),
    parsed.GetValue(frames) ?? (parsed.GetValue(longRun) ? 1_000_000 : 200_000)).RunAsync()));

var each = new Option<int>("--each") { Description = "Connections of each kind.", DefaultValueFactory = _ => 5 };
var slowloris = new Command("slowloris", "Connections that never get anywhere.") { each };
slowloris.SetAction(async parsed => Exit(await new SlowlorisScenario(parsed.GetValue(seed), parsed.GetValue(each)).RunAsync()));

var attempts = new Option<int>("--attempts") { Description = "How many.", DefaultValueFactory = _ => 50_000 };
var flood = new Command("flood", "Attempts to connect that are given up half-way, as fast as they go.") { attempts };
flood.SetAction(async parsed => Exit(await new FloodScenario(parsed.GetValue(seed), parsed.GetValue(attempts)).RunAsync()));

var readers = new Option<int>("--readers") { Description = "Clients that never read.", DefaultValueFactory = _ => 1_000 };
var honest = new Option<int>("--honest") { Description = "Honest clients in the same topic.", DefaultValueFactory = _ => 20 };
var rate = new Option<double>("--rate") { Description = "Messages a second from each honest one.", DefaultValueFactory = _ => 1 };
var bytes = new Option<int>("--bytes") { Description = "Bytes a message.", DefaultValueFactory = _ => 1_000 };
var joins = new Option<int>("--joins") { Description = "Others that come a second: each join is told to all who are there.", DefaultValueFactory = _ => 50 };
var crowd = new Command("crowd", "A topic in which most never read.") { readers, honest, rate, bytes, joins };
crowd.SetAction(async parsed => Exit(await new CrowdScenario(
    parsed.GetValue(seed), parsed.GetValue(readers), parsed.GetValue(honest), parsed.GetValue(rate), parsed.GetValue(bytes), parsed.GetValue(joins)).RunAsync()));

var all = new Command("all", "Every scenario, small enough for each change.") { longRun };
all.SetAction(async parsed =>
{
    var (from, isLong) = (parsed.GetValue(seed), parsed.GetValue(longRun));
    var isWell = await new FuzzScenario(from, first: 0, frames: isLong ? 1_000_000 : 200_000).RunAsync();
    isWell &= await new SlowlorisScenario(from, each: 3).RunAsync();
    isWell &= await new FloodScenario(from, attempts: isLong ? 50_000 : 10_000).RunAsync();
    isWell &= await new CrowdScenario(from, readers: isLong ? 1_000 : 300, honest: isLong ? 20 : 10, rate: 2, bytes: 1_000, joinsPerSecond: 50).RunAsync();
    return Exit(isWell);
});

return await new RootCommand("Attacks a real RtcHub server, beside honest clients who must not notice.") { seed, fuzz, slowloris, flood, crowd, all }
    .Parse(args).InvokeAsync();

static int Exit(bool isWell) => isWell ? 0 : 1;
