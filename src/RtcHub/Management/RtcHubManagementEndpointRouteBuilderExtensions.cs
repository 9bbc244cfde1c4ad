using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RtcHub.Management;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps RtcHub's management API into an ASP.NET Core application.</summary>
public static class RtcHubManagementEndpointRouteBuilderExtensions
{
    /// <summary>
    /// What operators see and do, over all nodes: topics, peers, nodes, and a live feed of them
    /// (<c>docs/operations.md</c>, section Management). Whoever can reach it may remove everybody: it is open until the
    /// application says otherwise.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, <c>/api/v1</c> by custom.</param>
    /// <returns>A builder for conventions: call <c>RequireAuthorization(…)</c> on it.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRtcHub()</c> was not called.</exception>
    public static RouteGroupBuilder MapRtcHubManagement(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/api/v1")
    {
        if (endpoints.ServiceProvider.GetService<TopicOperations>() is null)
            throw new InvalidOperationException("MapRtcHubManagement() needs services.AddRtcHub() before the application is built.");

        var api = endpoints.MapGroup(pattern).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        api.AddEndpointFilterFactory(TopicParameter.Filter);
        TopicEndpoints.Map(api);
        PeerEndpoints.Map(api);
        NodeEndpoints.Map(api);
        LiveFeed.Map(api);
        return api;
    }
}
