using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RtcHub.Tests.Webhooks;

/// <summary>The settings of webhooks, checked as the host does when it starts.</summary>
public class WebhookSettingsTests
{
    [Fact]
    public void All_wrong_ones_are_named_at_once_and_no_secret_with_them()
    {
        using var services = Configure(new()
        {
            ["RtcHub:Webhooks:Url"] = "ftp://receiver.example",
            ["RtcHub:Webhooks:Secrets:0"] = HookReceiver.Secret,
            ["RtcHub:Webhooks:Secrets:1"] = "whsec_short",
            ["RtcHub:Webhooks:Events:0"] = "peer.left",
            ["RtcHub:Webhooks:Events:1"] = "peer.exploded",
            ["RtcHub:Webhooks:Timeout"] = "00:06:00",
            ["RtcHub:Webhooks:RetryFor"] = "00:00:00",
            ["RtcHub:Webhooks:QueueLimit"] = "0",
            ["RtcHub:Webhooks:Concurrency"] = "0",
        });

        var error = services.Invoking(Start).Should().Throw<OptionsValidationException>().Which.Message;

        error.Should().ContainAll("Webhooks.Url", "Webhooks.Secrets[1]", "Webhooks.Events[1]", "Timeout", "RetryFor", "QueueLimit", "Concurrency")
            .And.NotContainAny("Webhooks.Secrets[0]", "Webhooks.Events[0]", "whsec_short", "receiver.example");
    }

    [Theory]
    [InlineData("receiver.example")]
    [InlineData("/events")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://ada:secret@receiver.example")]
    public void A_receiver_is_an_http_url_without_a_user_name(string url)
    {
        using var services = Configure(new() { ["RtcHub:Webhooks:Url"] = url, ["RtcHub:Webhooks:Secrets:0"] = HookReceiver.Secret });

        services.Invoking(Start).Should().Throw<OptionsValidationException>().WithMessage("*Webhooks.Url*");
    }

    [Fact]
    public void A_receiver_needs_a_secret()
    {
        using var services = Configure(new() { ["RtcHub:Webhooks:Url"] = "https://receiver.example" });

        services.Invoking(Start).Should().Throw<OptionsValidationException>().WithMessage("*Webhooks.Secrets*");
    }

    [Fact]
    public void What_is_set_to_nothing_is_not_set()
    {
        using var services = Configure(new()
        {
            ["RtcHub:Webhooks:Url"] = "",
            ["RtcHub:Webhooks:Secrets:0"] = "",
            ["RtcHub:Webhooks:Events:0"] = "",
        });

        services.Invoking(Start).Should().NotThrow();

        var webhooks = services.GetRequiredService<IOptions<RtcHubOptions>>().Value.Webhooks;
        webhooks.IsOn.Should().BeFalse();
        webhooks.Secrets.Concat(webhooks.Events).Should().BeEmpty();
    }

    private static void Start(ServiceProvider services) => services.GetRequiredService<IStartupValidator>().Validate();

    private static ServiceProvider Configure(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddRtcHub();
        return services.BuildServiceProvider();
    }
}
