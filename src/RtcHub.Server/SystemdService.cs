using Microsoft.Extensions.Logging.Console;

namespace RtcHub.Server;

/// <summary>
/// As a service of systemd (<c>deploy/systemd</c>) the server says when it listens and when it stops, and prefixes what it
/// logs with a level that the journal knows. Anywhere else nothing of this happens.
/// </summary>
internal static class SystemdService
{
    private const string ConsoleFormat = "Logging:Console:FormatterName";

    public static void AddSystemd(this WebApplicationBuilder builder)
    {
        builder.Services.AddSystemd();
        if (builder.Configuration[ConsoleFormat] is { Length: > 0 } format)
            builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = format); // it would give way to the journal's
    }
}
