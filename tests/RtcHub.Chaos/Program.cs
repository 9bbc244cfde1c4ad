using System.CommandLine;
using RtcHub.Chaos;
using RtcHub.Chaos.Faults;
using RtcHub.Chaos.SelfTest;

var seed = new Option<int>("--seed") { Description = "Makes a run's choices repeatable.", DefaultValueFactory = _ => Random.Shared.Next() };
var peers = new Option<int>("--peers") { Description = "Clients.", DefaultValueFactory = _ => 60 };
var nodes = new Option<int>("--nodes") { Description = "Nodes; with one there is no Redis.", DefaultValueFactory = _ => 3 };
var rate = new Option<double>("--rate") { Description = "Messages a second from each client.", DefaultValueFactory = _ => 2 };
var window = new Option<TimeSpan>("--resume-window") { Description = "The service's resume window.", DefaultValueFactory = _ => TimeSpan.FromSeconds(5) };
var server = new Option<string?>("--server") { Description = "RtcHub.Server.dll; else the one built in this configuration." };
var throughHaproxy = new Option<bool>("--through-haproxy") { Description = "Clients connect through deploy/haproxy/haproxy.cfg." };
var longRun = new Option<bool>("--long") { Description = "Random faults for --minutes; else each fault once." };
var minutes = new Option<double>("--minutes") { Description = "With --long.", DefaultValueFactory = _ => 10 };
var fault = new Option<string?>("--fault") { Description = $"Only this one: {string.Join(", ", AllFaults.For(nodes: 3).Select(one => one.Name))}." };
var times = new Option<int>("--times") { Description = "With --fault.", DefaultValueFactory = _ => 1 };
var keepGoing = new Option<bool>("--keep-going") { Description = "Goes on after a broken promise." };

var root = new RootCommand("Real nodes, a real Redis, clients that obey the contract, faults, and a check of every promise.")
{
    seed, peers, nodes, rate, window, server, throughHaproxy, longRun, minutes, fault, times, keepGoing,
};
root.SetAction(async (parsed, cancellation) =>
{
    var settings = new Settings
    {
        Seed = parsed.GetValue(seed),
        Peers = parsed.GetValue(peers),
        Nodes = parsed.GetValue(nodes),
        Rate = parsed.GetValue(rate),
        ResumeWindow = parsed.GetValue(window),
        ThroughHaproxy = parsed.GetValue(throughHaproxy),
        Server = parsed.GetValue(server),
        Long = parsed.GetValue(longRun) ? TimeSpan.FromMinutes(parsed.GetValue(minutes)) : null,
        Fault = parsed.GetValue(fault),
        Times = parsed.GetValue(times),
        KeepsGoing = parsed.GetValue(keepGoing),
        Folder = Path.Combine(Path.GetTempPath(), $"rtchub-chaos-{parsed.GetValue(seed)}-{Environment.ProcessId}"),
    };
    return await new Campaign(settings).RunAsync(cancellation) ? 0 : 1;
});

var checkTheChecker = new Command("check-the-checker", "Fabricated logs, each with one broken promise: does any go unnoticed?");
checkTheChecker.SetAction(_ => CheckTheChecker.Run() ? 0 : 1);
root.Add(checkTheChecker);

return await root.Parse(args).InvokeAsync();
