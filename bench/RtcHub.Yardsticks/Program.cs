using RtcHub.Yardsticks;

// What RtcHub is measured against, as a tutorial would have it, on the framework's defaults.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
var signalR = builder.Services.AddSignalR();
if (builder.Configuration["Redis"] is { } redis)
    signalR.AddStackExchangeRedis(redis); // one of several nodes
builder.Services.AddSingleton<PlainRelay>();

var app = builder.Build();
app.UseWebSockets();
app.MapHub<TextbookHub>("/hub");
app.Map("/relay", (HttpContext context, PlainRelay relay) => relay.RunAsync(context));
app.Run();
