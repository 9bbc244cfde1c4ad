using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>Half of the clients lose their connections at once, twice.</summary>
internal sealed class DropEveryone : IFault
{
    public string Name => "drop-clients";

    public TimeSpan Heals => TimeSpan.FromSeconds(4);

    public async Task<string> RunAsync(World world, Random random)
    {
        for (var times = 0; times < 2; times++)
        {
            foreach (var client in world.Clients.Where(_ => random.Next(2) == 0))
                client.Keeper.Drop();
            await Clock.Delay(TimeSpan.FromSeconds(3));
        }

        return "";
    }
}
