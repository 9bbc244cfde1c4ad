using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RtcHub.Tests;

/// <summary>The settings of ICE servers, checked as the host does when it starts.</summary>
public class IceSettingsTests
{
    [Fact]
    public void All_wrong_ones_are_named_at_once_and_no_secret_with_them()
    {
        using var services = Configure(new()
        {
            ["RtcHub:Ice:StunUrls:0"] = "stun:stun.example",
            ["RtcHub:Ice:StunUrls:1"] = "turn:turn.example",
            ["RtcHub:Ice:TurnUrls:0"] = "turn:turn.example:3478?transport=udp",
            ["RtcHub:Ice:TurnUrls:1"] = "turn://turn.example",
            ["RtcHub:Ice:TurnSecrets:0"] = "fifteen--------",
            ["RtcHub:Ice:TurnSecrets:1"] = "sixteen---------",
            ["RtcHub:Ice:CredentialLifetime"] = "00:00:59",
            ["RtcHub:Ice:RelayOnlyTopics:0"] = "a*b",
        });

        var error = services.Invoking(Start).Should().Throw<OptionsValidationException>().Which.Message;

        error.Should().ContainAll("Ice.StunUrls[1]", "Ice.TurnUrls[1]", "Ice.TurnSecrets[0]", "CredentialLifetime", "Ice.RelayOnlyTopics[0]")
            .And.NotContainAny("Ice.StunUrls[0]", "Ice.TurnUrls[0]", "Ice.TurnSecrets[1]", "fifteen", "sixteen");
    }

    [Fact]
    public void Turn_servers_need_a_secret()
    {
        using var services = Configure(new() { ["RtcHub:Ice:TurnUrls:0"] = "turns:turn.example:5349" });

        services.Invoking(Start).Should().Throw<OptionsValidationException>().WithMessage("*Ice.TurnSecrets*");
    }

    [Fact]
    public void What_is_set_to_nothing_is_not_set()
    {
        using var services = Configure(new()
        {
            ["RtcHub:Ice:StunUrls:0"] = "stun:[2001:db8::1]:3478",
            ["RtcHub:Ice:StunUrls:1"] = "",
            ["RtcHub:Ice:TurnUrls:0"] = "",
            ["RtcHub:Ice:TurnSecrets:0"] = "",
            ["RtcHub:Ice:RelayOnlyTopics:0"] = "",
        });

        services.Invoking(Start).Should().NotThrow();

        var ice = services.GetRequiredService<IOptions<RtcHubOptions>>().Value.Ice;
        ice.StunUrls.Should().Equal("stun:[2001:db8::1]:3478");
        ice.TurnUrls.Concat(ice.TurnSecrets).Concat(ice.RelayOnlyTopics).Should().BeEmpty();
    }

    private static void Start(ServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private static ServiceProvider Configure(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddRtcHub();
        return services.BuildServiceProvider();
    }
}
