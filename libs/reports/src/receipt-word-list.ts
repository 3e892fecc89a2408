// The words that a receipt can be kept in: 1,024 plain English ones, so that each holds ten bits. No two share their
// first four letters or differ in one letter only. A word may never change its place: receipts that people keep would no
// longer open.
const TEXT = `
accent acorn across active actor adapt adjust adobe advice agent agree ahead airport album alert alley allow
almanac almond alpine amazing amber amount anagram anchor angle annual answer antenna anthem antique anything
appear apple april apron aquatic arcade arch arena aroma arrive arrow artist aside aspen assist astro athlete
atlas attend attic audio august author autumn avenue average avocado avoid awake award axle azure backpack bacon
badge bagel baker balance balcony ballet bamboo banana banjo banner barley barn barrel basil basket battery
beach beaver bedroom beehive beetle before begin behave believe bellows belong beneath berry beside beyond
bicycle bidder billion bindery biology birch biscuit bishop bison blanket blazer blend blimp blink blossom blue
board bobsled boiler bonnet bonus book border botany bottle boulder bounce bouquet bowl bracket branch brass
brave bread breeze brick bridge brief bright broccoli bronze broom brush bubble bucket budget buffalo bugle
builder bumper bundle bungalow bureau burrow business butter buzzer cabin cable cactus cake calcium calendar
camel campus canal candle canoe canvas canyon capital captain caramel carbon career cargo carnival carpet carrot
castle casual catalog cauldron cedar ceiling celery cellar cement census center ceramic cereal chair chalk
chamber channel chapel chart cheese cherry chess chief chimney chisel chowder cider cinema cinnamon circle
citizen citrus city civic clarinet classic clay clerk cliff climate clock closet cloud clover coaster cobalt
cobra cocoa coffee cologne column combine comet comfort comic common compass concert condor connect contain
cookie copilot copper coral cordial corner correct cosmos cottage couch country course cousin cradle crane
crater crayon create creek cricket crocus croquet crouton cruise crystal cube cupcake curator curious current
curtain cushion custard cutlery cyclone cymbal dahlia dairy dancer dawn dazzle decade deck deer degree delta
denim dentist depot deputy desert desktop dialog diamond diary diesel dinner diorama diploma dish diver doctor
dolphin domino donkey door double dove dozen drama drawer dream drift drum dugout dulcimer dune dusk dwarf eagle
eardrum early earring earth easel east echo eclair eclipse editor eggplant elastic elbow elder electric elephant
elevator elm embassy emerald empire enamel endless engine enigma ensemble entry envelope episode equator eraser
essay essence estate etching evening exit exotic expert express eyebrow fabric fabulous fairway falcon family
fantasy farmer fashion father faucet fence fern festival fiber fiddle field figure filter finch finger fire
fjord flag flame flannel flask fleet flint float flora flour flower flurry flute foam folder fondue forest fork
fortune fossil fountain fox freckle freight fresco frost fruit funnel future gadget galaxy gallery garage garden
garlic gate gazelle gecko gelatin gerbil geyser giant giraffe glacier glass glider globe glossary goat goblet
gold gondola goose gopher gorge grain granite grape gravel green griffin grocer grotto ground guava guild guitar
gull gumdrop habit haddock halibut hallway hamlet hammer hamster harbor harmony harp harvest hatch hawk haystack
hazel headline heather hedge heirloom helium helmet herald herb heron herring hexagon highway hill hinge hobby
hockey holiday honey hood horizon horn horse hotel humidity hundred hurdle hut hyacinth hydrant iceberg icicle
idea igloo igneous image impala incense index indigo ink inkwell inlet insect insight iris iron island isotope
ivory ivy jacket jaguar january jasmine jazz jelly jewel jigsaw journal jubilee judge juggler juice july jungle
junior jupiter kangaroo karate kayak kelp kernel kettle keyboard keystone kilo kimono kiosk kitchen kite kiwi
knee knight knitting koala koi label lace ladder ladybug lagoon lamp lantern lark lasso lattice laurel lava
lavender leaf legend legume leisure lemon lentil leopard lesson letter level library lichen light lilac lime
linen lion liquid listen lizard llama lobster local locket lodge logic lollipop lotion lotus luggage lullaby
lumber lunar lunch lyric macaroni machine magenta magnet magpie mahogany mailbox maize mallard manatee mango
mansion mantle maple marble margin marina market maroon mascot mason mattress maypole meadow medal meerkat
melody memory mentor menu merchant mermaid meteor metro midday midnight migrate mileage milk mineral minnow mint
minute mirror mitten mobile mocha modern module molasses monday month moon morning mosaic mosquito moss motor
mulberry mule mural muscle museum mushroom music mystery napkin native nautilus navy nebula nectar needle neon
nephew nest nickel niece nimbus noble noodle north notebook novel nozzle nugget nurse nutmeg nutshell nylon oak
oasis oatcake oatmeal obelisk object oboe ocean octagon october odyssey office olive omelet onion opal opera
opossum optician orange orbit orchard oregano organ origami ostrich otter ottoman outdoor outpost oven oxbow
oxygen oyster paddle page pagoda palace palm pancake panda panel panther papaya paper paprika parade parcel
parsley passport pasta patio pavement peacock peanut pearl pebble pecan pelican pencil pendulum penguin pepper
perfume petal petunia pheasant phone photo piano picnic pigeon pilgrim pillow pilot pine pioneer pixel pizza
planet plaster plate plaza plum pluto poem polar polka pollen pond popcorn poppy porch porridge portrait
postcard potato pottery prairie praline pretzel primrose prism prize prune puffin pulley pumice pumpkin puppet
purple puzzle pyramid quadrant quail quarry quest quiche quilt quinoa quiver quota rabbit raccoon radar radio
raft railway rainbow raisin raven ravine razor recipe record reef reindeer relay reptile rhubarb ribbon rice
ring ripple roadway robin robot rodeo roof rooster rope rosemary rowing royal rubber ruby rudder ruler rustic
saffron sailor salad salmon salt sample sand sapphire satin saturn sauce sauna savanna scallop scarf scenic
school science scooter scout screen scroll sculptor seagull seahorse season seaweed semester sequoia sesame
seven shadow shampoo shark sheep shelf shepherd sherbet shield shirt shore shovel shuttle sidewalk signal silver
sister skate sketch sky skylight slalom sled sleeve slipper sloth smooth snail snorkel snow soap soccer sofa
soil sombrero south spade sparrow spectrum spider spinach spiral sponge spoon sprout spruce square squirrel
stable stadium stair starfish statue steam steeple stencil stone storm straw street stripe studio subway sugar
suitcase sulfur summer sunday sunset surf swallow swan sweater swing swivel syllable symbol syrup tablet tadpole
talent tamarind tandem tapestry target tarmac tavern taxi teacher teapot teaspoon telegram temple tennis tent
terrace textile theater thermos thimble thistle thread throne thumb thunder thursday thyme ticket tiger timber
tin toad toast toboggan tomato topaz tornado tortoise totem toucan towel tractor traffic trail trapeze tray
treasure treble tree trellis triangle tribute trinket trolley trombone trophy trout truck trumpet tuba tuesday
tugboat tulip tundra turban turkey turnip turtle
`;

/** In alphabetical order; the place of a word is its value. */
export const RECEIPT_WORDS: readonly string[] = Object.freeze(TEXT.trim().split(/\s+/));
