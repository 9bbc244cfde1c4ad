using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RtcHub.Server.Tests.Support;

/// <summary>The server as it is run, on a port of loopback, with settings.</summary>
internal sealed class TestServer(params (string Name, string Value)[] settings) : WebApplicationFactory<Program>
{
    public static TestServer Start(params (string Name, string Value)[] settings)
    {
        var server = new TestServer(settings);
        server.UseKestrel(port: 0);
        server.StartServer();
        return server;
    }

    /// <summary>The hub.</summary>
    public Uri Hub => new(
        new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/rtc");

    /// <summary>Asks for a page or file.</summary>
    public Task<RawRequest> GetAsync(string path, params string[] headers) =>
        RawRequest.SendAsync(Hub, [$"GET {path} HTTP/1.1", .. headers]);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
    }
}
