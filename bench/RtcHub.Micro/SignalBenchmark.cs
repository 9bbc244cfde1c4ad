using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RtcHub.Bench;

namespace RtcHub.Micro;

/// <summary>
/// The path of a message through a whole node: from one WebSocket over Kestrel and the hub to another, and the answer to
/// its sender. What is allocated is counted over all threads.
/// </summary>
[MemoryDiagnoser]
public class SignalBenchmark : IDisposable
{
    private const int AtOnce = 100;

    private WebApplication _app = null!;
    private RtcHubPeer _from = null!;
    private RtcHubPeer _to = null!;
    private SemaphoreSlim _arrived = null!;
    private int _left;

    /// <summary>What is sent.</summary>
    [Params(nameof(SignalKind.Offer), nameof(SignalKind.Candidate))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRtcHub(options => options.CallsPerSecond = 0);
        _app = builder.Build();
        _app.MapRtcHub("/rtc");
        await _app.StartAsync();

        var server = new IPEndPoint(IPAddress.Loopback, new Uri(_app.Urls.First()).Port);
        (_from, _to) = (new RtcHubPeer(server), new RtcHubPeer(server));
        await _from.JoinAsync("tea");
        await _to.JoinAsync("tea");
        _arrived = new SemaphoreSlim(0);
        _to.Received = _ =>
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _arrived.Release();
        };
    }

    [Benchmark(OperationsPerInvoke = AtOnce)]
    public void Relay()
    {
        _left = AtOnce;
        var kind = Enum.Parse<SignalKind>(Kind);
        for (var i = 0; i < AtOnce; i++)
            _from.Send(kind, _to.Id);
        _arrived.Wait();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _arrived.Dispose();
        ((IDisposable)_app).Dispose();
        GC.SuppressFinalize(this);
    }
}
