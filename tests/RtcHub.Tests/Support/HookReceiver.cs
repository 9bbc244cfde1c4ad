using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcHub.Tests.Support;

/// <summary>An application's server that takes webhooks, on a port of loopback that it keeps while it is down.</summary>
internal sealed class HookReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>How long a test waits for what it is to be told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<Hook> _attempts = new();
    private readonly ConcurrentQueue<Hook> _taken = new();
    private WebApplication? _app;
    private int _port;

    /// <summary>How it answers: 204, or what a test wants.</summary>
    public Func<Hook, HttpContext, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Everything that came.</summary>
    public Hook[] Attempts => [.. _attempts];

    /// <summary>What it answered with 2xx, in that order.</summary>
    public Hook[] Taken => [.. _taken];

    public Uri Url => new($"http://127.0.0.1:{_port}/events");

    public static async Task<HookReceiver> StartAsync()
    {
        var receiver = new HookReceiver();
        await receiver.ComeBackAsync();
        return receiver;
    }

    /// <summary>Takes webhooks again after <see cref="GoAwayAsync"/>.</summary>
    public async Task ComeBackAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", $"http://127.0.0.1:{_port}");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.MapPost("/events", TakeAsync);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.First()).Port;
    }

    /// <summary>Refuses connections.</summary>
    public async Task GoAwayAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Makes it the receiver of a service.</summary>
    public void Configure(RtcHubOptions options)
    {
        options.Webhooks.Url = Url.ToString();
        options.Webhooks.Secrets = [Secret];
    }

    /// <summary>The first that it takes, when there are so many; <paramref name="meanwhile"/> is done again and again until then.</summary>
    public async Task<Hook[]> TakeAsync(int count, Action? meanwhile = null)
    {
        await Eventually.TrueAsync(Patience, () => _taken.Count >= count, $"it has taken {count} webhooks", meanwhile);
        return [.. _taken.Take(count)];
    }

    /// <summary>
    /// For an answer that is held back: returns when requests of its own, by new connections, have come here and gone back.
    /// What was on its way before them has come by then.
    /// </summary>
    public async Task LetOthersComeAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(Url);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await GoAwayAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var hook = await Hook.ReadAsync(context.Request);
        _attempts.Enqueue(hook);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        await Answer(hook, context);
        if (context.Response.StatusCode is >= 200 and < 300)
            _taken.Enqueue(hook);
    }
}
