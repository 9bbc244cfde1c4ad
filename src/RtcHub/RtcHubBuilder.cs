using Microsoft.Extensions.DependencyInjection;

namespace RtcHub;

/// <summary>What <c>AddRtcHub()</c> returns: further parts, such as a backplane, are added to it.</summary>
/// <param name="services">The application's services.</param>
public sealed class RtcHubBuilder(IServiceCollection services)
{
    /// <summary>The application's services.</summary>
    public IServiceCollection Services { get; } = services;
}
