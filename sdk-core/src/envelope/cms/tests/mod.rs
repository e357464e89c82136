mod attacks;
mod command;
mod fixture;
mod foreign;
mod judge;
mod refused;
mod round_trip;
mod speed;
