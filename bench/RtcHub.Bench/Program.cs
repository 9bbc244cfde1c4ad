using System.CommandLine;
using RtcHub.Bench;

Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1"); // before the first socket: a light load
var pairs = new Option<int>("--pairs") { Description = "Pairs of peers.", DefaultValueFactory = _ => 100 };
var signals = new Option<int>("--signals") { Description = "Signals in all.", DefaultValueFactory = _ => 200_000 };
var drops = new Option<double>("--drops") { Description = "Lost connections a peer, on average.", DefaultValueFactory = _ => 3 };
var window = new Option<int>("--window") { Description = "Calls of a sender that may wait for their answer.", DefaultValueFactory = _ => 16 };
var seed = new Option<int>("--seed") { Description = "Makes a run repeatable.", DefaultValueFactory = _ => Random.Shared.Next() };
var order = new Command("order", "Exactly once and in order, through joins, drops and resumes.") { pairs, signals, drops, window, seed };
order.SetAction(parsed => OrderScenario.RunAsync(
    parsed.GetValue(pairs), parsed.GetValue(signals), parsed.GetValue(drops), parsed.GetValue(window), parsed.GetValue(seed)));

var peers = new Option<int>("--peers") { Description = "Peers in the topic.", DefaultValueFactory = _ => 20 };
var rate = new Option<double>("--rate") { Description = "Messages a second from each.", DefaultValueFactory = _ => 10 };
var bytes = new Option<int>("--bytes") { Description = "Bytes a message.", DefaultValueFactory = _ => 1_000 };
var seconds = new Option<int>("--seconds") { Description = "Seconds a phase.", DefaultValueFactory = _ => 10 };
var slowReader = new Command("slow-reader", "What the others notice when one peer stops reading.") { peers, rate, bytes, seconds };
slowReader.SetAction(parsed => new SlowReaderScenario(
    parsed.GetValue(peers), parsed.GetValue(rate), parsed.GetValue(bytes), parsed.GetValue(seconds)).RunAsync());

return await new RootCommand("Loads a real RtcHub server, and others beside it, and says what it saw.")
{
    Suites.Compare, Suites.TwoNode, Suites.Growth, Suites.Storm, Suites.FanOut, new RoundTripsCommand(), new CapacityCommand(), order, slowReader,
}.Parse(args).InvokeAsync();
