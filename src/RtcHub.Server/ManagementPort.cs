using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using RtcHub.Draining;
using RtcHub.Management;

namespace RtcHub.Server;

/// <summary>
/// What operators and probes ask, on a port of its own: a web application beside the public one, which knows nothing of it,
/// whatever a request says about its host. It has its own limits, so that who crowds the public port does not keep
/// operators out, and ends after the public one, so that a drain can be watched.
/// </summary>
internal sealed partial class ManagementPort(
    IServiceProvider services,
    IOptions<ManagementOptions> options,
    ManagementKey key,
    ILoggerFactory loggers,
    ILogger<ManagementPort> logger) : IHostedService
{
    private const int MaxConnections = 100;
    private const string Page = "operators"; // the folder beside the server that the client's build makes

    private WebApplication? _app;

    /// <summary>Where it listens; <see langword="null"/> when it does not.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var url = options.Value.Url ?? ManagementOptions.DefaultUrl;
        if (url.Length == 0)
            return;

        _app = Build(url);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException) when (options.Value.Url is null)
        {
            DefaultPortTaken(url);
            return;
        }

        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (key.Shown is { } shown)
            Console.WriteLine($"Operators: {Address} with the key {shown}"); // to the terminal, past every log
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is null)
            return;
        await _app.StopAsync(cancellationToken);
        await _app.DisposeAsync();
    }

    private WebApplication Build(string url)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = Page });
        builder.Configuration.Sources.Clear(); // the public port's settings and addresses are there
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.UseUrls(url);
        Share(builder.Services);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.ConfigureOptions<ServerLimits>();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentConnections = MaxConnections);
        builder.Services.AddHostFiltering(hosts => ForeignPages.AllowHosts(hosts, BindingAddress.Parse(url), options.Value.Hosts));
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi(ManagementDocument.Describe);
        builder.Services.AddSingleton<ManagementAuthentication.Guesses>();
        builder.Services.AddAuthentication(ManagementAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, ManagementAuthentication>(ManagementAuthentication.Name, null);
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseHostFiltering();
        app.RefuseForeignPages();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseDefaultFiles();
        app.UseStaticFiles(); // they tell nothing: the page asks for the key
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(Readiness.Tag),
            ResponseWriter = WriteReasonsAsync,
        });
        app.MapPrometheusScrapingEndpoint("/metrics", services.GetRequiredService<MeterProvider>(), configureBranchedPipeline: null, optionsName: null);
        app.MapOpenApi();
        app.MapRtcHubManagement().RequireAuthorization();
        return app;
    }

    /// <summary>What it tells of and acts on is the public application's.</summary>
    private void Share(IServiceCollection own)
    {
        own.AddSingleton(loggers);
        own.AddSingleton(key);
        own.AddSingleton(services.GetRequiredService<TimeProvider>());
        own.AddSingleton(services.GetRequiredService<IOptions<RtcHubOptions>>());
        own.AddSingleton(services.GetRequiredService<HealthCheckService>());
        own.AddSingleton(services.GetRequiredService<TopicOperations>());
        own.AddSingleton(services.GetRequiredService<NodeOperations>());
    }

    private static Task WriteReasonsAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        ready = report.Status == HealthStatus.Healthy,
        reasons = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy).Select(entry => entry.Description),
    });

    [LoggerMessage(3001, LogLevel.Warning, "There is no management port: {Url} is taken. Set RtcHub:Management:Url to another address, or to nothing.")]
    private partial void DefaultPortTaken(string url);

    /// <summary>It begins and ends with the public application, and hears no signals.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
