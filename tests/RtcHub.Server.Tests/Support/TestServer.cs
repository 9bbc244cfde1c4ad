using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RtcHub.Server.Tests.Support;

/// <summary>The server as it is run, on a port of loopback, with settings.</summary>
internal sealed class TestServer(Action<IServiceCollection>? add, params (string Name, string Value)[] settings) : WebApplicationFactory<Program>
{
    public static TestServer Start(params (string Name, string Value)[] settings) => Start(add: null, settings);

    /// <param name="add">Adds services.</param>
    /// <param name="settings">What is in the configuration.</param>
    public static TestServer Start(Action<IServiceCollection>? add, params (string Name, string Value)[] settings)
    {
        var server = new TestServer(add, settings);
        server.UseKestrel(port: 0);
        server.StartServer();
        return server;
    }

    /// <summary>The hub.</summary>
    public Uri Hub => new(
        new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/rtc");

    /// <summary>The management port.</summary>
    public Uri Management => Services.GetRequiredService<ManagementPort>().Address!;

    /// <summary>Asks for a page or file.</summary>
    public Task<RawRequest> GetAsync(string path, params string[] headers) =>
        RawRequest.SendAsync(Hub, [$"GET {path} HTTP/1.1", .. headers]);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.UseSetting("RtcHub:Management:Url", "http://127.0.0.1:0"); // the default is one server's only
        foreach (var (name, value) in settings)
            builder.UseSetting(name, value);
        if (add is not null)
            builder.ConfigureServices(add);
    }
}
