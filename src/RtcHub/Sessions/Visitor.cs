using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Sessions;

/// <summary>Whoever is at the other end of a connection, before the hub has it and after.</summary>
/// <param name="Features">What is known of the connection.</param>
/// <param name="User">Whom the application's authentication found there.</param>
/// <param name="Lost">Set when the connection is.</param>
internal readonly record struct Visitor(IFeatureCollection Features, ClaimsPrincipal User, CancellationToken Lost)
{
    public static Visitor Of(HubConnectionContext connection) => new(connection.Features, connection.User, connection.ConnectionAborted);
}
