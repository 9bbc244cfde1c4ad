using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace RtcHub.Server;

/// <summary>
/// Kestrel's buffers, four times as long as its own: the candidates that a client sends in a burst are read together then,
/// handled in one turn, and leave in one write. Nobody holds one while its client is quiet.
/// </summary>
internal sealed class BurstPool : MemoryPool<byte>
{
    private const int BlockBytes = 16_384;

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockBytes));

    protected override void Dispose(bool disposing)
    {
        // what it lends is the shared pool's
    }

    public sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BurstPool();
    }
}
