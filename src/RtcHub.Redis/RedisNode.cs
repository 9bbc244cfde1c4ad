namespace RtcHub.Redis;

/// <summary>This node at one Redis server: the connection, what keeps it alive, and the mail that goes over it.</summary>
internal sealed class RedisNode(RedisServer server, NodeMail mail, NodeKeeper keeper) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _keeping = Task.CompletedTask;

    public RedisServer Server => server;

    public NodeMail Mail => mail;

    public NodeKeeper Keeper => keeper;

    /// <summary>Whether it is worth asking now.</summary>
    public bool IsReachable => keeper.IsUp && !server.IsSilent;

    public void Start() => _keeping = keeper.RunAsync(_stopping.Token);

    /// <summary>Gives the lease back and stops.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        if (server.IsConnected)
            await keeper.LeaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        await server.DisposeAsync();
        _stopping.Dispose();
    }
}
