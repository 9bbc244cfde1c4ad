using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Yardsticks;

/// <summary>A signaling hub as the textbook has it: groups, payloads as objects, no rosters, no sessions, no limits.</summary>
internal sealed class TextbookHub : Hub
{
    public async Task<string> Subscribe(string topic)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, topic);
        await Clients.OthersInGroup(topic).SendAsync("PeerJoined", topic, Context.ConnectionId);
        return Context.ConnectionId;
    }

    public Task SendOffer(string topic, string to, object description) =>
        Clients.Client(to).SendAsync("Offer", topic, Context.ConnectionId, description);

    public Task SendAnswer(string topic, string to, object description) =>
        Clients.Client(to).SendAsync("Answer", topic, Context.ConnectionId, description);

    public Task SendCandidate(string topic, string to, object candidate) =>
        Clients.Client(to).SendAsync("Candidate", topic, Context.ConnectionId, candidate);

    public Task SendMessage(string topic, string to, object data) =>
        (to == "*" ? Clients.OthersInGroup(topic) : Clients.Client(to)).SendAsync("Message", topic, Context.ConnectionId, data);
}
