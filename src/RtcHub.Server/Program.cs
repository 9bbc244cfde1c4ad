using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using RtcHub.Redis;
using RtcHub.Server;

if (args is ["token", .. var rest])
    return TokenCommand.Run(rest);

// What a client sends is handled by the thread that hears of it: nothing here blocks. Read when the first socket is made.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory, // settings and page are found from wherever it is started
});

builder.Services.AddSingleton<IMemoryPoolFactory<byte>, BurstPool.Factory>();
builder.Services.ConfigureOptions<ServerLimits>();
builder.Services.ConfigureOptions<TrustedProxies>();
var hub = builder.Services.AddRtcHub();
if (builder.Configuration.GetSection(RedisOptions.Section).Get<RedisOptions>() is { NamesServers: true })
    hub.AddRedis();
builder.AddTelemetry();
builder.AddSystemd();
builder.Services.AddOptions<ManagementOptions>().BindConfiguration(ManagementOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<ManagementKey>();
builder.Services.AddSingleton<ManagementPort>();
builder.Services.AddHostedService(services => services.GetRequiredService<ManagementPort>());
builder.Services.AddHostedService<StartupMessage>();
builder.Services.AddHostedService<QuietCollection>();

var app = builder.Build();

app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }); // alive
app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
app.MapRtcHub("/rtc");

app.Run();
return 0;
