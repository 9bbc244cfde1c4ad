using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub;
using RtcHub.Access;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Draining;
using RtcHub.Ice;
using RtcHub.Management;
using RtcHub.Sessions;
using RtcHub.Topics;
using RtcHub.Webhooks;
using RtcHub.Wire;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds RtcHub to an ASP.NET Core application.</summary>
public static class RtcHubServiceCollectionExtensions
{
    /// <summary>
    /// Adds the signaling service: one node, nothing else needed. Map it with <c>app.MapRtcHub("/rtc")</c>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes options after the configuration section <c>RtcHub</c> was read.</param>
    /// <returns>A builder that further parts are added to.</returns>
    public static RtcHubBuilder AddRtcHub(this IServiceCollection services, Action<RtcHubOptions>? configure = null)
    {
        var options = services.AddOptions<RtcHubOptions>()
            .BindConfiguration(RtcHubOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        options.PostConfigure(settings =>
        {
            settings.Ice.LeaveOutBlanks();
            settings.Webhooks.LeaveOutBlanks();
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RtcHubOptions>, RtcHubOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RtcHubOptions>, IceOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RtcHubOptions>, WebhookOptionsValidator>());

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<LoggerFilterOptions>, SilentLogs>());

        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<HubMetrics>();
        services.TryAddSingleton<RecentRates>();
        services.TryAddSingleton<IBackplane, InMemoryBackplane>();
        services.TryAddSingleton<SignalingProtocol>();
        services.TryAddSingleton<TopicDirectory>();
        services.TryAddSingleton<SignalRelay>();
        services.TryAddSingleton<IceProvider>();
        services.TryAddSingleton<SessionContext>();
        services.TryAddSingleton<SessionRegistry>();
        services.TryAddSingleton<SessionOpening>();
        services.TryAddSingleton<ITopicAuthorizer, TopicAuthorizer>();
        services.TryAddSingleton<JoinTokenReader>();
        services.TryAddSingleton<TokenAdmission>();
        services.TryAddSingleton<GuessThrottle>();
        services.TryAddSingleton<TopicGate>();
        services.TryAddSingleton<ConnectionCount>();
        services.TryAddSingleton<DrainService>();
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<ThisNode>();
        services.TryAddSingleton<TopicOperations>();
        services.TryAddSingleton<NodeOperations>();
        services.TryAddSingleton<OriginPolicy>();
        services.TryAddSingleton<ConnectionLimits>();
        services.TryAddSingleton<ConnectionGate>();
        services.AddHostedService<BackplaneService>();
        services.AddHostedService<HubGauges>();
        services.AddHostedService(provider => provider.GetRequiredService<RecentRates>());
        services.AddHostedService(provider => provider.GetRequiredService<DrainService>());
        services.AddHealthChecks().AddCheck<Readiness>("rtchub", tags: [Readiness.Tag]);

        AddWebhooks(services);
        AddHub(services);
        return new RtcHubBuilder(services);
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.AddHttpClient(WebhookSender.ClientName)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan) // WebhookSender has one, in the application's time
            .ConfigurePrimaryHttpMessageHandler(WebhookSender.CreateHandler)
            .RemoveAllLoggers(); // they name the receiver's address
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<WebhookReceiver>();
        services.TryAddSingleton<WebhookCounters>();
        services.TryAddSingleton<WebhookContext>();
        services.TryAddSingleton<LocalWebhooks>();
    }

    private static void AddHub(IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<SignalingHub>(hub =>
        {
            hub.SupportedProtocols = ["json"];
            hub.EnableDetailedErrors = false;
            hub.MaximumParallelInvocationsPerClient = 1; // the order of calls is a promise
            hub.DisableImplicitFromServicesParameters = true;
            hub.AddFilter<CallFilter>();
        });
        services.AddOptions<HubOptions<SignalingHub>>().Configure<IOptions<RtcHubOptions>>((hub, options) =>
        {
            hub.MaximumReceiveMessageSize = options.Value.MaxMessageBytes;
            hub.KeepAliveInterval = options.Value.KeepAliveInterval;
            hub.ClientTimeoutInterval = options.Value.ClientTimeout;
            hub.HandshakeTimeout = options.Value.HandshakeTimeout;
        });

        services.TryAddSingleton<CallFilter>();
        services.TryAddSingleton<IHubActivator<SignalingHub>, SignalingHubActivator>();
        services.TryAddSingleton<HubLifetimeManager<SignalingHub>, SessionLifetimeManager>();
        services.TryAddSingleton<SignalingProtocolResolver>();
        services.TryAddSingleton<HubConnectionHandler<SignalingHub>, SignalingConnectionHandler>();
        services.TryAddSingleton<SignalingEndpoint>();
        services.TryAddSingleton<Heartbeat>();
        services.AddHostedService(provider => provider.GetRequiredService<Heartbeat>());
    }
}
